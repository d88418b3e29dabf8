package org.spotrl.tensorflow.optimizer;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * A learning rate with a schedule.
 *
 * @param rate maximum learning rate
 * @param schedule the schedule
 * @param updates length of the schedule in updates; unused for a constant rate
 */
public record LearningRate(double rate, Schedule schedule, long updates) {

  /** Learning-rate schedule; {@code done} is the number of updates before the current one. */
  public enum Schedule {
    /** Constant. */
    CONSTANT,
    /** rate / 2 * (1 + cos(pi * done / updates)): cosine annealing to zero, as in PyTorch. */
    COSINE,
    /** rate * min((done + 1) / updates, 1): linear warm-up, then constant. */
    WARM_UP
  }

  /** A constant rate. */
  public static LearningRate constant(double rate) {
    return new LearningRate(rate, Schedule.CONSTANT, 0);
  }

  /** Cosine annealing from the rate to zero. */
  public static LearningRate cosine(double rate, long updates) {
    return new LearningRate(rate, Schedule.COSINE, updates);
  }

  /** Linear warm-up over this many updates, then constant. */
  public static LearningRate warmUp(double rate, long updates) {
    return new LearningRate(rate, Schedule.WARM_UP, updates);
  }

  /** The rate at this update, 1 for the first, as a scalar in the graph. */
  Operand<TFloat64> at(Ops tf, Operand<TFloat64> update) {
    Operand<TFloat64> maximum = tf.constant(rate);
    return switch (schedule) {
      case CONSTANT -> maximum;
      case COSINE -> {
        Operand<TFloat64> done = tf.math.sub(update, tf.constant(1.0));
        Operand<TFloat64> angle = tf.math.mul(done, tf.constant(Math.PI / updates));
        yield tf.math.mul(
            tf.math.mul(maximum, tf.constant(0.5)),
            tf.math.add(tf.constant(1.0), tf.math.cos(angle)));
      }
      case WARM_UP ->
          tf.math.mul(
              maximum,
              tf.math.minimum(
                  tf.math.div(update, tf.constant((double) updates)), tf.constant(1.0)));
    };
  }
}

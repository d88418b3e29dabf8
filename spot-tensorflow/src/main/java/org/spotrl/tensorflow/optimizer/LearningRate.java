package org.spotrl.tensorflow.optimizer;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/**
 * A learning rate by the number of the update.
 *
 * @param rate the greatest rate
 * @param schedule how it changes
 * @param updates length of the schedule; means nothing for a constant rate
 */
public record LearningRate(double rate, Schedule schedule, long updates) {

  /** How a learning rate changes; done is the number of updates before this one. */
  public enum Schedule {
    /** Always the same. */
    CONSTANT,
    /** rate / 2 * (1 + cos(pi * done / updates)): down to zero, PyTorch's form. */
    COSINE,
    /** rate * min((done + 1) / updates, 1): linear warm-up, then constant. */
    WARM_UP
  }

  /** The same rate for all updates. */
  public static LearningRate constant(double rate) {
    return new LearningRate(rate, Schedule.CONSTANT, 0);
  }

  /** From the rate down to zero along half a cosine. */
  public static LearningRate cosine(double rate, long updates) {
    return new LearningRate(rate, Schedule.COSINE, updates);
  }

  /** Linear warm-up over so many updates, then constant. */
  public static LearningRate warmUp(double rate, long updates) {
    return new LearningRate(rate, Schedule.WARM_UP, updates);
  }

  /** The rate of the update of this number, 1 for the first, as a scalar of a graph. */
  Operand<TFloat64> at(Ops tf, Operand<TFloat64> update) {
    Operand<TFloat64> greatest = tf.constant(rate);
    return switch (schedule) {
      case CONSTANT -> greatest;
      case COSINE -> {
        Operand<TFloat64> done = tf.math.sub(update, tf.constant(1.0));
        Operand<TFloat64> angle = tf.math.mul(done, tf.constant(Math.PI / updates));
        yield tf.math.mul(
            tf.math.mul(greatest, tf.constant(0.5)),
            tf.math.add(tf.constant(1.0), tf.math.cos(angle)));
      }
      case WARM_UP ->
          tf.math.mul(
              greatest,
              tf.math.minimum(
                  tf.math.div(update, tf.constant((double) updates)), tf.constant(1.0)));
    };
  }
}

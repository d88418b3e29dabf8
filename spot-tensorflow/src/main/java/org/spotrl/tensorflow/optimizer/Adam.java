package org.spotrl.tensorflow.optimizer;

import java.util.ArrayList;
import java.util.List;
import org.spotrl.tensorflow.graph.Counter;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.graph.Variable;
import org.spotrl.tensorflow.network.Network;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * Adam (Kingma and Ba 2015) in PyTorch's form: epsilon is added after the bias correction.
 *
 * <p>p &lt;- p - rate / (1 - b1^t) * m / (sqrt(v) / sqrt(1 - b2^t) + epsilon), with b1 = 0.9, b2 =
 * 0.999, epsilon = 1e-8. Its state is {@code adam/PARAMETER/m}, {@code adam/PARAMETER/v} and a
 * counter {@code adam/NAME/step}. Several programs may use one optimiser: they share its state.
 */
public final class Adam {

  private static final float BETA1 = 0.9f;
  private static final float BETA2 = 0.999f;
  private static final double EPSILON = 1e-8;

  private final GraphBuilder graph;
  private final String name;
  private final List<Variable> parameters;
  private final LearningRate learningRate;
  private final Counter counter;
  private final List<Variable> firstMoments = new ArrayList<>();
  private final List<Variable> secondMoments = new ArrayList<>();
  private double weightDecay;
  private double clipNorm = Double.POSITIVE_INFINITY;

  /**
   * An optimiser for all parameters of a network.
   *
   * @param name unique name in the graph, for example {@code critic}
   */
  public Adam(GraphBuilder graph, String name, Network network, LearningRate learningRate) {
    this.graph = graph;
    this.name = name;
    this.parameters = network.parameters();
    this.learningRate = learningRate;
    this.counter = graph.counter("adam/" + name + "/step");
    for (Variable p : parameters) {
      firstMoments.add(graph.zerosLike("adam/" + p.name() + "/m", p));
      secondMoments.add(graph.zerosLike("adam/" + p.name() + "/v", p));
    }
  }

  /** An optimiser with a constant learning rate. */
  public Adam(GraphBuilder graph, String name, Network network, double learningRate) {
    this(graph, name, network, LearningRate.constant(learningRate));
  }

  /**
   * Adds decoupled weight decay: subtracts rate * decay * p from each parameter before its step
   * (AdamW, Loshchilov and Hutter 2019).
   */
  public Adam weightDecay(double decay) {
    weightDecay = decay;
    return this;
  }

  /**
   * Clips the gradients by their global norm: scales them by min(1, norm / (global norm + 1e-6)).
   */
  public Adam clipNorm(double norm) {
    clipNorm = norm;
    return this;
  }

  /**
   * One step down the loss's gradient. Each gradient can be fetched, after clipping: {@code
   * gradient/PARAMETER}. With clipping, the norm before it is the metric {@code
   * NAME_gradient_norm}.
   */
  public void minimize(Expr loss) {
    List<Expr> gradients = clipped(graph.gradients(loss, parameters));
    for (int i = 0; i < gradients.size(); i++) {
      Variable p = parameters.get(i);
      p.trim(gradients.get(i)).named("gradient/" + p.name());
    }
    descend(gradients);
  }

  /** One step down the given gradients, in the order of the network's parameters. */
  public void apply(List<Expr> gradients) {
    descend(clipped(gradients));
  }

  private void descend(List<Expr> gradients) {
    Ops tf = graph.tf();
    // In float32 1 - 0.999^t would be wrong by 1e-5 at the first step.
    Operand<TFloat64> t = tf.dtypes.cast(counter.increment(), TFloat64.class);
    Operand<TFloat64> rate = learningRate.at(tf, t);
    if (learningRate.schedule() != LearningRate.Schedule.CONSTANT) {
      graph.expr(float32(rate)).named(name + "_learning_rate");
    }
    Operand<TFloat64> correction1 = oneMinusPower(BETA1, t);
    Operand<TFloat64> correction2 = tf.math.sqrt(oneMinusPower(BETA2, t));
    Operand<TFloat32> corrected = float32(tf.math.div(tf.math.mul(rate, correction2), correction1));
    Operand<TFloat32> epsilon = float32(tf.math.mul(tf.constant(EPSILON), correction2));
    // With beta powers of zero the operation does not add its own bias correction.
    Operand<TFloat32> none = tf.constant(0f);
    for (int i = 0; i < parameters.size(); i++) {
      Variable p = parameters.get(i);
      if (weightDecay > 0) {
        Operand<TFloat64> decay = tf.math.mul(rate, tf.constant(weightDecay));
        p.descend(graph.expr(float32(decay)), p.value());
      }
      var write =
          tf.train.resourceApplyAdam(
              p.handle(),
              firstMoments.get(i).handle(),
              secondMoments.get(i).handle(),
              none,
              none,
              corrected,
              tf.constant(BETA1),
              tf.constant(BETA2),
              epsilon,
              gradients.get(i));
      p.writtenBy(write.op());
    }
  }

  private List<Expr> clipped(List<Expr> gradients) {
    if (clipNorm == Double.POSITIVE_INFINITY) {
      return gradients;
    }
    Expr squares = gradients.stream().map(g -> g.square().sum()).reduce(Expr::plus).orElseThrow();
    Expr norm = squares.sqrt().named(name + "_gradient_norm");
    Expr factor = graph.constant(clipNorm).div(norm.plus(1e-6)).atMost(1);
    return gradients.stream().map(g -> g.times(factor)).toList();
  }

  private Operand<TFloat64> oneMinusPower(float base, Operand<TFloat64> exponent) {
    Ops tf = graph.tf();
    return tf.math.sub(tf.constant(1.0), tf.math.pow(tf.constant((double) base), exponent));
  }

  private Operand<TFloat32> float32(Operand<TFloat64> value) {
    return graph.tf().dtypes.cast(value, TFloat32.class);
  }
}

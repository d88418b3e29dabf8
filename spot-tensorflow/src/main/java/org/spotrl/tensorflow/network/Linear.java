package org.spotrl.tensorflow.network;

import java.util.List;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.graph.Variable;

/**
 * y = x W + b, with the kernel W stored {@code [in, out]}.
 *
 * @param kernel {@code [in, out]}
 * @param bias {@code [out]}
 */
public record Linear(Variable kernel, Variable bias) implements Network {

  /**
   * A layer with PyTorch's initialisation: weights and biases uniform on +-1/sqrt(in).
   *
   * @param name prefix of the parameters' names, for example {@code actor/0}
   */
  public static Linear create(
      GraphBuilder graph, Initialization initialization, String name, int in, int out) {
    return create(graph, initialization, name, in, out, 0);
  }

  /** A layer whose weights and biases are uniform on +-range; 0 stands for PyTorch's 1/sqrt(in). */
  public static Linear create(
      GraphBuilder graph,
      Initialization initialization,
      String name,
      int in,
      int out,
      double range) {
    return create(graph, initialization, name, in, out, range, in, out);
  }

  /** A layer with further inputs and outputs whose weights are zero and stay so. */
  static Linear create(
      GraphBuilder graph,
      Initialization initialization,
      String name,
      int in,
      int out,
      double range,
      int storedIn,
      int storedOut) {
    double r = range > 0 ? range : 1 / Math.sqrt(in);
    String kernel = name + "/kernel";
    String bias = name + "/bias";
    return new Linear(
        graph.filledUp(
            kernel,
            () -> initialization.uniform(kernel, r, in * out),
            new long[] {in, out},
            new long[] {storedIn, storedOut}),
        graph.filledUp(
            bias,
            () -> initialization.uniform(bias, r, out),
            new long[] {out},
            new long[] {storedOut}));
  }

  /** The layer's output {@code [B, out]} for {@code [B, in]}. */
  public Expr apply(Expr x) {
    return x.of(x.tf().nn.biasAdd(x.matmul(kernel.value()), bias.value()));
  }

  @Override
  public List<Variable> parameters() {
    return List.of(kernel, bias);
  }
}

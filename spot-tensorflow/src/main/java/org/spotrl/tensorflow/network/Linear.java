package org.spotrl.tensorflow.network;

import java.util.List;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.Variable;

/**
 * y = x W + b, with the kernel W stored {@code [in, out]}.
 *
 * @param kernel {@code [in, out]}
 * @param bias {@code [out]}
 */
public record Linear(Variable kernel, Variable bias) implements Network {

  /** The layer's output {@code [B, out]} for {@code [B, in]}. */
  public Expr apply(Expr x) {
    return x.of(x.tf().nn.biasAdd(x.matmul(kernel.value()), bias.value()));
  }

  @Override
  public List<Variable> parameters() {
    return List.of(kernel, bias);
  }
}

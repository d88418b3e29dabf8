package org.spotrl.tensorflow.network;

import java.util.List;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.Variable;

/**
 * Layer normalisation (Ba et al. 2016) over the last axis, in PyTorch's form: (x - mean) /
 * sqrt(variance + 1e-5) * scale + offset.
 *
 * @param scale {@code [D]}
 * @param offset {@code [D]}
 */
public record LayerNorm(Variable scale, Variable offset) implements Network {

  private static final double EPSILON = 1e-5;

  /** The normalised rows of {@code [N, D]}. */
  public Expr apply(Expr x) {
    Expr centered = x.minus(x.mean(1).expandDims(1));
    Expr deviation = centered.square().mean(1).plus(EPSILON).sqrt().expandDims(1);
    return centered.div(deviation).times(scale.value()).plus(offset.value());
  }

  @Override
  public List<Variable> parameters() {
    return List.of(scale, offset);
  }
}

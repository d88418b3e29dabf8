package org.spotrl.baselines.flow;

import java.util.List;
import org.spotrl.tensorflow.graph.Expr;

/**
 * A density on [-1, 1] whose distribution function is a monotone rational-quadratic spline (Gregory
 * and Delbourgo 1982; Durkan et al. 2019, section 3).
 *
 * <p>The spline maps [-1, 1] to [0, 1]; the density is its slope. A row of parameters has a logit
 * for the width of each bin, one for its probability, and one for the slope at each knot.
 *
 * @param bins number of bins, K
 * @param minWidth minimum width of a bin
 */
record RationalQuadraticSpline(int bins, double minWidth) {

  /** Width of [-1, 1]. */
  static final double RANGE = 2;

  /** Minimum probability of a bin: keeps the logarithm finite where the data has no actions. */
  private static final double MIN_PROBABILITY = 1e-4;

  /** Minimum slope at a knot, relative to the flatter bin beside it. */
  private static final double MIN_RELATIVE_SLOPE = 0.01;

  /** Parameters of one spline: K widths, K probabilities and K + 1 slopes. */
  int parameters() {
    return 3 * bins + 1;
  }

  /**
   * Log density in nats, {@code [N]}. Values outside [-1, 1] count as the bound.
   *
   * @param x {@code [N]}
   * @param parameters {@code [N, 3K + 1]}
   */
  Expr logDensity(Expr x, Expr parameters) {
    int k = bins;
    Expr widths = shares(parameters.columns(0, k), RANGE, minWidth);
    Expr heights = shares(parameters.columns(k, 2 * k), 1, MIN_PROBABILITY);
    Expr slopes = heights.div(widths);
    Expr knotSlopes = knotSlopes(slopes, parameters.columns(2 * k, 3 * k + 1));
    Expr lefts = widths.matmul(sumOfEarlier(widths)).minus(1);
    Expr inside = x.clip(-1, 1);
    Expr chosen = binOf(inside, lefts);

    Expr xi = inside.minus(at(lefts, chosen)).div(at(widths, chosen));
    Expr s = at(slopes, chosen);
    Expr d0 = at(knotSlopes.columns(0, k), chosen);
    Expr d1 = at(knotSlopes.columns(1, k + 1), chosen);
    // Durkan et al. 2019, equation 5: the derivative of the spline.
    Expr mixed = xi.times(xi.unaryMinus().plus(1));
    Expr left = xi.unaryMinus().plus(1).square().times(d0);
    Expr numerator = xi.square().times(d1).plus(mixed.times(s).times(2)).plus(left);
    Expr denominator = s.plus(d0.plus(d1).minus(s.times(2)).times(mixed));
    return s.log().minus(denominator.log()).times(2).plus(numerator.log());
  }

  /** Positive numbers {@code [N, K]} that add up to a total and are not below a minimum. */
  private Expr shares(Expr logits, double total, double min) {
    return logits.softmax().times(total - bins * min).plus(min);
  }

  /**
   * Slopes at the knots, {@code [N, K + 1]}: at most twice the slope of the flatter bin beside a
   * knot, so that no slope within a bin is above twice its mean.
   */
  private Expr knotSlopes(Expr slopes, Expr logits) {
    Expr first = slopes.columns(0, 1);
    Expr inner = slopes.columns(0, bins - 1).min(slopes.columns(1, bins));
    Expr last = slopes.columns(bins - 1, bins);
    Expr relative = logits.sigmoid().times(2 - MIN_RELATIVE_SLOPE).plus(MIN_RELATIVE_SLOPE);
    return Expr.concat(List.of(first, inner, last)).times(relative);
  }

  /** The matrix {@code [K, K]} that sums, for each bin, the bins before it. */
  private Expr sumOfEarlier(Expr graph) {
    float[][] matrix = new float[bins][bins];
    for (int from = 0; from < bins; from++) {
      for (int to = from + 1; to < bins; to++) {
        matrix[from][to] = 1;
      }
    }
    return graph.of(graph.tf().constant(matrix));
  }

  /** 1 for the bin that a value lies in, 0 for the others, {@code [N, K]}. */
  private Expr binOf(Expr inside, Expr lefts) {
    Expr beyond = inside.expandDims(1).greaterEqual(lefts.columns(1, bins));
    long rows = inside.size(0);
    return inside.filled(1, rows, 1).concat(beyond).minus(beyond.concat(inside.filled(0, rows, 1)));
  }

  /** The values of the chosen bins, {@code [N]}. */
  private static Expr at(Expr values, Expr chosen) {
    return values.times(chosen).sum(1);
  }
}

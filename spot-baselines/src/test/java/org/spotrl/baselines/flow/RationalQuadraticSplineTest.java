package org.spotrl.baselines.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.tensorflow.graph.CompiledGraph;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.graph.SessionSettings;

class RationalQuadraticSplineTest {

  private static final float LOG_3 = (float) Math.log(3);
  private static final float LOG_4 = (float) Math.log(4);

  /** Log densities at these values, all with the same parameters. */
  private static float[] logDensity(
      RationalQuadraticSpline spline, float[] parameters, float... x) {
    try (GraphBuilder graph = new GraphBuilder()) {
      graph.beginAnalysis("a");
      Expr row = graph.placeholder("parameters", 1, parameters.length);
      spline.logDensity(graph.placeholder("x", x.length), row.repeatRows(x.length)).named("value");
      try (CompiledGraph run = graph.compile(SessionSettings.SINGLE_THREAD)) {
        return Objects.requireNonNull(
            run.evaluate(Map.of("a/x", x, "a/parameters", parameters), List.of("a/value"))
                .get("a/value"));
      }
    }
  }

  @Test
  void equalBinsGiveNearlyTheUniformDensity() {
    // Two bins of width 1 and probability 0.5: slope s = 0.5, knots d = 0.5 (0.01 + 1.99 / 2).
    // In the middle of a bin: s^2 (0.25 d + 0.5 s + 0.25 d) / (s + 0.25 (2 d - 2 s))^2.
    double knot = 0.5025;
    double middle = 0.25 * (0.5 * knot + 0.25) / Math.pow(0.5 + 0.5 * (knot - 0.5), 2);

    assertThat(logDensity(new RationalQuadraticSpline(2, 0.1), new float[7], -1, 0, 1, 0.5f))
        .containsExactly(
            new float[] {
              (float) Math.log(knot),
              (float) Math.log(knot),
              (float) Math.log(knot),
              (float) Math.log(middle)
            },
            within(1e-6f));
  }

  @Test
  void binsHaveTheirWidthsProbabilitiesAndSlopes() {
    // Widths 0.1 + 1.8 {3/4, 1/4}, probabilities 1e-4 + 0.9998 {1/5, 4/5}; the knot between them
    // is at 0.45. Slope logits of 0, minus and plus infinity: 1.005, 0.01 and 2 of the flatter bin.
    float[] parameters = {LOG_3, 0, 0, LOG_4, 0, -100, 100};
    double left = (1e-4 + 0.9998 / 5) / 1.45;
    double right = (1e-4 + 0.9998 * 4 / 5) / 0.55;

    assertThat(logDensity(new RationalQuadraticSpline(2, 0.1), parameters, -1, 0.45f, 1, -2, 1.5f))
        .containsExactly(
            new float[] {
              (float) Math.log(1.005 * left),
              (float) Math.log(0.01 * left),
              (float) Math.log(2 * right),
              // Values outside count as the bound.
              (float) Math.log(1.005 * left),
              (float) Math.log(2 * right)
            },
            // The knot's place is rounded, and the slope beside it is steep.
            within(1e-3f));
  }

  @Test
  void noDensityIsAboveTwiceTheMeanOfTheNarrowestBin() {
    float[] x = new float[2001];
    for (int i = 0; i < x.length; i++) {
      x[i] = i / 1000f - 1;
    }
    // The middle bin has nearly all of the probability and the least width.
    float[] parameters = {0, -30, 0, 0, 30, 0, 100, -100, -100, 100};

    float[] values = logDensity(new RationalQuadraticSpline(3, 0.1), parameters, x);

    float highest = Float.NEGATIVE_INFINITY;
    for (float value : values) {
      highest = Math.max(highest, value);
    }
    assertThat(highest).isLessThanOrEqualTo((float) Math.log(2 / 0.1)).isGreaterThan(2.9f);
  }

  @Test
  void binsThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> FlowDensityConfig.builder().bins(20).build())
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("bins 20 of min_bin_width 0.1 are 2.0 wide together");
  }
}

package org.spotrl.tensorflow.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Values and gradients of expressions, computed by hand for the rows (1, -2, 3) and (4, 0, -6). */
class ExprTest {

  private static final float[] X = {1, -2, 3, 4, 0, -6};

  private static float[] value(UnaryOperator<Expr> f) {
    return run(f, false);
  }

  private static float[] gradient(UnaryOperator<Expr> f) {
    return run(f, true);
  }

  private static float[] run(UnaryOperator<Expr> f, boolean gradient) {
    try (GraphBuilder graph = new GraphBuilder()) {
      graph.beginAnalysis("a");
      Expr x = graph.placeholder("x", 2, 3);
      Expr y = f.apply(x);
      (gradient ? graph.gradientsBy(y, List.of(x)).get(0) : y).named("y");
      try (CompiledGraph run = graph.compile(SessionSettings.SINGLE_THREAD)) {
        return run.evaluate(Map.of("a/x", X), List.of("a/y")).getOrDefault("a/y", new float[0]);
      }
    }
  }

  @Test
  void arithmeticBroadcasts() {
    assertThat(value(x -> x.times(2).plus(1).minus(x).div(2)))
        .containsExactly(1, -0.5f, 2, 2.5f, 0.5f, -2.5f);
    assertThat(value(x -> x.columns(0, 1).plus(x))).containsExactly(2, -1, 4, 8, 4, -2);
  }

  @Test
  void reductionsTakeAllElementsOrSomeAxes() {
    assertThat(value(x -> x.mean())).containsExactly(0);
    assertThat(value(x -> x.sum(1))).containsExactly(2, -2);
    assertThat(value(x -> x.mean(0))).containsExactly(2.5f, -1, -1.5f);
    assertThat(value(x -> x.reduceMax())).containsExactly(4);
  }

  @Test
  void rowsRepeatConsecutively() {
    assertThat(value(x -> x.repeatRows(2))).containsExactly(1, -2, 3, 1, -2, 3, 4, 0, -6, 4, 0, -6);
  }

  @Test
  void logSumExpDoesNotOverflow() {
    // 1000 + log(e^0 + e^-3000 + ...) = 1000 * the largest of each row.
    assertThat(value(x -> x.times(1000).logSumExp(1))).containsExactly(3000, 4000);
    assertThat(value(x -> x.times(0).logSumExp(1)))
        .containsExactly(new float[] {(float) Math.log(3), (float) Math.log(3)}, within(1e-6f));
  }

  @Test
  void comparisonsAreOneOrZeroWithoutGradient() {
    assertThat(value(x -> x.greaterEqual(x.constant(0)))).containsExactly(1, 0, 1, 1, 1, 0);
    assertThat(gradient(x -> x.greaterEqual(x.constant(0)).times(x).sum()))
        .containsExactly(1, 0, 1, 1, 1, 0);
  }

  @Test
  void clippedElementsHaveNoGradient() {
    assertThat(value(x -> x.clip(-1, 3))).containsExactly(1, -1, 3, 3, 0, -1);
    assertThat(gradient(x -> x.clip(-1.5, 3.5).square().sum())).containsExactly(2, 0, 6, 0, 0, 0);
  }

  @Test
  void reluPassesTheGradientOfPositiveUnitsOnly() {
    // d/dx relu(x)^2 = 2 relu(x)
    assertThat(gradient(x -> x.relu().square().sum())).containsExactly(2, 0, 6, 8, 0, 0);
  }

  @Test
  void shapesHaveGradients() {
    assertThat(gradient(x -> x.columns(1, 3).square().sum())).containsExactly(0, -4, 6, 0, 0, -12);
    assertThat(gradient(x -> x.concat(x.times(2)).sum())).containsExactly(3, 3, 3, 3, 3, 3);
    assertThat(gradient(x -> x.repeatRows(3).sum())).containsExactly(3, 3, 3, 3, 3, 3);
    assertThat(gradient(x -> x.reshape(3, 2).expandDims(1).square().sum()))
        .containsExactly(2, -4, 6, 8, 0, -12);
    assertThat(gradient(x -> x.mean(1).square().sum()))
        .containsExactly(
            new float[] {4 / 9f, 4 / 9f, 4 / 9f, -4 / 9f, -4 / 9f, -4 / 9f}, within(1e-6f));
  }

  /** The gradient of log-sum-exp is the softmax: 1/3 each where all are equal. */
  @Test
  void theGradientOfLogSumExpIsTheSoftmax() {
    assertThat(gradient(x -> x.times(0).plus(x).minus(x.stopGradient()).logSumExp(1).sum()))
        .containsExactly(
            new float[] {1 / 3f, 1 / 3f, 1 / 3f, 1 / 3f, 1 / 3f, 1 / 3f}, within(1e-6f));
  }

  @Test
  void stopGradientStopsTheGradient() {
    assertThat(gradient(x -> x.stopGradient().times(x).sum())).containsExactly(X);
  }

  @Test
  void aWrongShapeIsNamed() {
    assertThatThrownBy(() -> value(x -> x.requireShape(3, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[2, 3]")
        .hasMessageContaining("[3, 2]");
  }
}

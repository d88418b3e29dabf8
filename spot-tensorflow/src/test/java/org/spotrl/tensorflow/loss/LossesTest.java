package org.spotrl.tensorflow.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;
import org.spotrl.tensorflow.graph.CompiledGraph;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.graph.SessionSettings;
import org.spotrl.tensorflow.network.TwinCritic;

/** Each loss on literal numbers, with its gradient where mistakes are likely. */
class LossesTest {

  private static final float[] X = {1, -2, 0.5f};
  private static final float[] Y = {3, -1, 0.5f};

  /** Float32 with numbers below 100. */
  private static final float EPSILON = 1e-5f;

  private static float[] value(BinaryOperator<Expr> loss) {
    return run(loss, false);
  }

  private static float[] gradient(BinaryOperator<Expr> loss) {
    return run(loss, true);
  }

  private static float[] run(BinaryOperator<Expr> loss, boolean gradient) {
    try (GraphBuilder graph = new GraphBuilder()) {
      graph.beginAnalysis("p");
      Expr x = graph.placeholder("x", 3);
      Expr result = loss.apply(x, graph.placeholder("y", 3));
      (gradient ? graph.gradientsBy(result, List.of(x)).get(0) : result).named("result");
      try (CompiledGraph compiled = graph.compile(SessionSettings.SINGLE_THREAD)) {
        return Objects.requireNonNull(
            compiled.evaluate(Map.of("p/x", X, "p/y", Y), List.of("p/result")).get("p/result"));
      }
    }
  }

  @Test
  void squaredErrorIsAMean() {
    // (4 + 1 + 0) / 3
    assertThat(value(Losses::meanSquaredError))
        .containsExactly(new float[] {5 / 3f}, within(EPSILON));
  }

  @Test
  void theOneStepTargetStopsAtTheEndOfTheTask() {
    // r + notDone * 0.5 * next with notDone = (1, 0, 1): rewards x, next y.
    assertThat(value((x, y) -> Losses.oneStepTarget(x, y.minus(-1).relu().atMost(1), 0.5, y)))
        .containsExactly(new float[] {1 + 1.5f, -2, 0.5f + 0.25f}, within(EPSILON));
  }

  @Test
  void theExpectileWeighsPositiveDifferencesMore() {
    // 0.7 * 1, 0.3 * 4, 0.7 * 0.25
    assertThat(value((x, y) -> Losses.expectile(x, 0.7)))
        .containsExactly(new float[] {0.7f, 1.2f, 0.175f}, within(EPSILON));
    // 2 * 0.7 * 1, 2 * 0.3 * -2, 2 * 0.7 * 0.5
    assertThat(gradient((x, y) -> Losses.expectile(x, 0.7).sum()))
        .containsExactly(new float[] {1.4f, -1.2f, 0.7f}, within(EPSILON));
  }

  @Test
  void exponentialWeightsAreCappedConstants() {
    assertThat(value((x, y) -> Losses.exponentialWeights(x, 3, 10)))
        .containsExactly(
            new float[] {10, (float) Math.exp(-6), (float) Math.exp(1.5)}, within(EPSILON));
    assertThat(gradient((x, y) -> Losses.exponentialWeights(x, 3, 10).times(x).sum()))
        .containsExactly(
            new float[] {10, (float) Math.exp(-6), (float) Math.exp(1.5)}, within(EPSILON));
  }

  @Test
  void theSoftClippedValueLeansTowardsTheSmallerOne() {
    // 0.75 * 1 + 0.25 * 3, 0.75 * -2 + 0.25 * -1, 0.5
    assertThat(value((x, y) -> Losses.softClippedDoubleQ(new TwinCritic.Values(x, y), 0.75)))
        .containsExactly(new float[] {1.5f, -1.75f, 0.5f}, within(EPSILON));
  }
}

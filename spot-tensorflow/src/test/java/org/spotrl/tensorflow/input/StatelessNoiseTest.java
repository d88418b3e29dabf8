package org.spotrl.tensorflow.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.spotrl.tensorflow.graph.CompiledGraph;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.graph.SessionSettings;
import org.spotrl.tensorflow.graph.TrainOp;
import org.tensorflow.types.TFloat32;

/** Distributions and independence of the draws, seed 7; bounds are five standard deviations. */
class StatelessNoiseTest {

  private static List<float[]> draw(
      long seed, int updates, Function<NoiseSource, List<Expr>> draws) {
    List<float[]> result = new ArrayList<>();
    try (GraphBuilder graph = new GraphBuilder()) {
      graph.beginProgram("p");
      List<Expr> values = draws.apply(new StatelessNoise(graph, seed));
      List<String> names = new ArrayList<>();
      for (Expr value : values) {
        value.named("draw" + names.size());
        names.add("p/draw" + names.size());
      }
      TrainOp update = graph.trainOp("update");
      try (CompiledGraph run = graph.compile(SessionSettings.SINGLE_THREAD)) {
        for (int i = 0; i < updates; i++) {
          result.addAll(run.run(update, Map.of(), names).values());
        }
      }
    }
    return result;
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  @Test
  void drawsAreAFunctionOfSeedNameAndUpdate() {
    Function<NoiseSource, List<Expr>> two =
        noise -> List.of(noise.normal("a", 4), noise.normal("b", 4));
    List<float[]> first = draw(7, 2, two);
    assertThat(draw(7, 2, two)).usingRecursiveComparison().isEqualTo(first);
    List<float[]> all = new ArrayList<>(first);
    all.addAll(draw(8, 2, two));
    for (int i = 0; i < all.size(); i++) {
      for (int j = 0; j < i; j++) {
        assertThat(all.get(i)).doesNotContain(all.get(j)[0], all.get(j)[1]);
      }
    }
  }

  @Test
  void normalDrawsHaveMeanZeroAndVarianceOne() {
    float[] values = draw(7, 1, noise -> List.of(noise.normal("a", 100, 1000))).get(0);
    double squares = 0;
    for (float value : values) {
      squares += value * value;
    }
    assertThat(mean(values)).isCloseTo(0, within(5 / Math.sqrt(1e5)));
    assertThat(squares / 1e5).isCloseTo(1, within(5 * Math.sqrt(2 / 1e5)));
  }

  @Test
  void masksOfTwoLayersDropAtTheRateAndIndependently() {
    int n = 1_000_000;
    List<float[]> masks =
        draw(7, 1, noise -> List.of(noise.keepMask("l_0", 0.1, n), noise.keepMask("l_1", 0.1, n)));
    assertThat(1 - mean(masks.get(0))).isCloseTo(0.1, within(5 * 0.3 / 1e3));
    assertThat(1 - mean(masks.get(1))).isCloseTo(0.1, within(5 * 0.3 / 1e3));
    double both = 0;
    for (int i = 0; i < n; i++) {
      assertThat(masks.get(0)[i]).isIn(0f, 1f);
      both += (1 - masks.get(0)[i]) * (1 - masks.get(1)[i]);
    }
    assertThat(both / n).isCloseTo(0.01, within(5 * 0.1 / 1e3));
  }

  @Test
  void masksOfAnySizeAreDrawn() {
    List<float[]> masks = draw(7, 2, noise -> List.of(noise.keepMask("l_0", 0.5, 3, 7)));
    assertThat(masks.get(0)).hasSize(21).isNotEqualTo(masks.get(1));
  }

  /** 10 rows, 100,000 draws: each count has mean 10,000 and standard deviation 95. */
  @Test
  void rowNumbersAreUniformAndInRange() {
    int[] counts = new int[10];
    try (GraphBuilder graph = new GraphBuilder()) {
      graph.beginProgram("p");
      var indices = new StatelessNoise(graph, 7).indices("batch", 10, 1000);
      graph.expr(graph.tf().dtypes.cast(indices, TFloat32.class)).named("i");
      TrainOp update = graph.trainOp("update");
      try (CompiledGraph run = graph.compile(SessionSettings.SINGLE_THREAD)) {
        for (int i = 0; i < 100; i++) {
          for (float index :
              run.run(update, Map.of(), List.of("p/i")).getOrDefault("p/i", new float[0])) {
            counts[(int) index]++;
          }
        }
      }
    }
    assertThat(counts).hasSize(10);
    for (int count : counts) {
      assertThat(count).isBetween(10_000 - 475, 10_000 + 475);
    }
  }
}

package org.spotrl.tensorflow.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.checkpoint.StateTensor;
import org.spotrl.tensorflow.graph.CompiledGraph;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.graph.SessionSettings;
import org.spotrl.tensorflow.graph.TrainOp;
import org.spotrl.tensorflow.optimizer.Adam;

/** Zero padding of hidden layers does not change training. */
class AlignedMlpTest {

  /** No width is a multiple of 16. */
  private static final List<Integer> SIZES = List.of(2, 5, 17, 3);

  private static final float[] X = {0.5f, -1f, 2f, 0.25f, -0.75f, 1.5f, 1f, 1f};

  @Test
  void trainsLikeANetworkWithoutPaddingAndHidesThePadding() {
    StateDict plain = trained(AlignedMlpTest::plain, 6);
    StateDict aligned = trained(AlignedMlpTest::aligned, 6);

    assertThat(aligned.tensors().keySet()).isEqualTo(plain.tensors().keySet());
    assertThat(shapes(aligned)).isEqualTo(shapes(plain));
    assertThat(shapes(aligned)).containsEntry("net/1/kernel", List.of(5L, 17L));
    floats(plain)
        .forEach(
            (name, values) ->
                // Products of other widths may add up in another order.
                assertThat(aligned.floats(name, values.length))
                    .as(name)
                    .containsExactly(values, within(1e-6f)));
  }

  @Test
  void continuesFromASavedStateAsIfItHadNeverStopped() {
    StateDict whole = trained(AlignedMlpTest::aligned, 6);
    try (CompiledGraph first = graph(AlignedMlpTest::aligned);
        CompiledGraph second = graph(AlignedMlpTest::aligned)) {
      train(first, 3);
      second.restore(first.state());
      train(second, 3);

      assertThat(floats(second.state()).keySet()).isEqualTo(floats(whole).keySet());
      floats(whole)
          .forEach(
              (name, values) ->
                  assertThat(second.state().floats(name, values.length))
                      .as(name)
                      .containsExactly(values));
    }
  }

  private static Mlp plain(NetworkFactory networks, List<Integer> sizes) {
    return networks.mlp("net", sizes);
  }

  private static Mlp aligned(NetworkFactory networks, List<Integer> sizes) {
    return networks.alignedMlp("net", sizes);
  }

  private static StateDict trained(
      BiFunction<NetworkFactory, List<Integer>, Mlp> maker, int updates) {
    try (CompiledGraph graph = graph(maker)) {
      train(graph, updates);
      return graph.state();
    }
  }

  /** Learns to output 1 everywhere. */
  private static CompiledGraph graph(BiFunction<NetworkFactory, List<Integer>, Mlp> maker) {
    try (GraphBuilder builder = new GraphBuilder()) {
      Mlp net = maker.apply(NetworkFactory.of(builder, 7), SIZES);
      Adam adam = new Adam(builder, "net", net, 0.01);
      builder.beginProgram("fit");
      Expr x = builder.placeholder("x", 4, 2);
      adam.minimize(net.apply(x).minus(1).square().mean());
      builder.trainOp("update");
      return builder.compile(SessionSettings.SINGLE_THREAD);
    }
  }

  private static void train(CompiledGraph graph, int updates) {
    for (int i = 0; i < updates; i++) {
      graph.run(new TrainOp("fit/update", Map.of()), Map.of("fit/x", X), List.of());
    }
  }

  private static Map<String, List<Long>> shapes(StateDict state) {
    Map<String, List<Long>> shapes = new TreeMap<>();
    state
        .tensors()
        .forEach(
            (name, tensor) -> shapes.put(name, Arrays.stream(tensor.shape()).boxed().toList()));
    return shapes;
  }

  private static Map<String, float[]> floats(StateDict state) {
    Map<String, float[]> floats = new TreeMap<>();
    state
        .tensors()
        .forEach(
            (name, tensor) -> {
              if (tensor instanceof StateTensor.Floats values) {
                floats.put(name, values.values());
              }
            });
    return floats;
  }
}

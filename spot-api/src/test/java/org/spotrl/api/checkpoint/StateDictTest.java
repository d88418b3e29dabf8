package org.spotrl.api.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spotrl.api.error.SpotInputException;

class StateDictTest {

  private static final StateTensor WEIGHTS =
      new StateTensor.Floats(new long[] {1, 2}, new float[] {1, 2});
  private static final StateTensor COUNTER = new StateTensor.Longs(new long[0], new long[] {7});

  private static StateDict state() {
    return new StateDict(Map.of("w", WEIGHTS, "count", COUNTER));
  }

  @Test
  void givesTensorsByNameTypeAndLength() {
    assertThat(state().floats("w", 2)).containsExactly(1, 2);
    assertThat(state().longs("count", 1)).containsExactly(7);
  }

  @Test
  void copiesAndSortsItsTensors() {
    Map<String, StateTensor> given = new HashMap<>(Map.of("b", COUNTER, "c", COUNTER));
    given.put("a", WEIGHTS);
    StateDict state = new StateDict(given);
    given.clear();

    assertThat(state.tensors().keySet()).containsExactly("a", "b", "c");
    assertThatThrownBy(() -> state.tensors().remove("a"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void namesTheTensorFoundAndTheTensorNeeded() {
    assertMessage(
        () -> state().floats("bias", 3),
        "the saved state lacks 'bias', but this configuration needs 3 numbers of type float32");
    assertMessage(
        () -> state().floats("w", 3),
        "the saved state has 'w' with 2 numbers of type float32, but this configuration needs 3 numbers of type float32");
    assertMessage(
        () -> state().floats("count", 1),
        "the saved state has 'count' with 1 numbers of type int64, but this configuration needs 1 numbers of type float32");
    assertMessage(
        () -> state().longs("w", 2),
        "the saved state has 'w' with 2 numbers of type float32, but this configuration needs 2 numbers of type int64");
  }

  private static void assertMessage(Runnable read, String message) {
    assertThatThrownBy(read::run)
        .isInstanceOf(SpotInputException.class)
        .hasMessage(
            message
                + "; another configuration wrote it: start a new run, or resume with the original configuration");
  }

  @Test
  void aShapeThatDoesNotMatchTheNumberOfValuesIsRefused() {
    assertThatThrownBy(() -> new StateTensor.Floats(new long[] {2, 3}, new float[5]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a tensor of shape [2, 3] does not hold 5 numbers");
    assertThatThrownBy(() -> new StateTensor.Longs(new long[] {-1, -5}, new long[5]))
        .isInstanceOf(IllegalArgumentException.class);
    // The product wraps to 0 in 64 bits.
    assertThatThrownBy(() -> new StateTensor.Longs(new long[] {1L << 32, 1L << 32}, new long[0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new StateTensor.Floats(new long[0], new float[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void scalarsAndEmptyTensorsAreShapes() {
    assertThat(new StateTensor.Floats(new long[0], new float[1]).shape()).isEmpty();
    assertThat(new StateTensor.Longs(new long[] {0, 3}, new long[0]).values()).isEmpty();
  }

  @Test
  void aCheckpointCopiesAndSortsItsProgress() {
    Map<String, Long> progress = new HashMap<>(Map.of("policy", 2L, "density", 1L));
    Checkpoint checkpoint = new Checkpoint("hash", "run", 0, 0, progress, Map.of(), state());
    progress.clear();

    assertThat(checkpoint.progress().keySet()).containsExactly("density", "policy");
    assertThatThrownBy(() -> checkpoint.progress().put("policy", 3L))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}

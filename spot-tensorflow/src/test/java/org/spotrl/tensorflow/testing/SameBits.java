package org.spotrl.tensorflow.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.checkpoint.StateTensor;

/** Compares learner states. */
public final class SameBits {

  private SameBits() {}

  /** Fails unless both have the same tensors with the same numbers. */
  public static void assertSameBits(StateDict actual, StateDict expected) {
    assertThat(actual.tensors().keySet()).isEqualTo(expected.tensors().keySet());
    expected
        .tensors()
        .forEach(
            (name, tensor) -> {
              if (tensor instanceof StateTensor.Floats floats) {
                assertThat(actual.floats(name, floats.values().length))
                    .as(name)
                    .isEqualTo(floats.values());
              } else if (tensor instanceof StateTensor.Longs longs) {
                assertThat(actual.longs(name, longs.values().length))
                    .as(name)
                    .isEqualTo(longs.values());
              }
            });
  }
}

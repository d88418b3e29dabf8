package org.spotrl.api.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.spotrl.api.policy.Policy;
import org.spotrl.api.random.RandomSequence;
import org.spotrl.api.random.RandomStream;

class NormalizerTest {

  private static final RandomSequence RANDOM = RandomStream.of(0, "test").at(0);

  private static Dataset observations(float... rows) {
    int n = rows.length / 2;
    return Trajectories.ofTransitions(
            "d", 2, 1, rows, new float[n], new float[n], rows, new boolean[n])
        .transitions();
  }

  @Test
  void usesThePopulationStandardDeviationPlusEpsilon() {
    // First dimension: 1, 3: mean 2, deviation 1. Second: 10, 10: mean 10, deviation 0.
    Normalizer normalizer = Normalizer.of(observations(1, 10, 3, 10));

    assertThat(normalizer.mean()).containsExactly(2f, 10f);
    assertThat(normalizer.std()).containsExactly(1.001f, 0.001f);
  }

  @Test
  void shiftsAndScalesEachDimension() {
    Normalizer normalizer = new Normalizer(new float[] {1, -2}, new float[] {2, 0.5f});

    assertThat(normalizer.normalize(new float[] {5, -2, 1, -1})).containsExactly(2, 0, 0, 2);
  }

  @Test
  void doesNotChangeItsInput() {
    float[] rows = {5, 5};
    new Normalizer(new float[] {1, 1}, new float[] {2, 2}).normalize(rows);

    assertThat(rows).containsExactly(5, 5);
  }

  @Test
  void theIdentityChangesNoBit() {
    float[] rows = {0.1f, -3e-39f, 1e38f, 0f};

    assertThat(Normalizer.identity(2).normalize(rows)).containsExactly(rows);
  }

  @Test
  void aPolicyOnRawObservationsSeesNormalisedOnes() {
    Normalizer normalizer = new Normalizer(new float[] {1, -2}, new float[] {2, 0.5f});

    double[] seen =
        normalizer.wrap(Policy.deterministic(o -> o)).start(RANDOM).act(new double[] {5, -1});

    assertThat(seen).containsExactly(2, 2);
  }

  @Test
  void statisticsOfLargeOffsetsKeepTheirPrecision() {
    // Deviations of 0.5 around 4,000,000: a one-pass float sum would lose them.
    float[] rows = new float[2000];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = 4_000_000f + (i / 2 % 2 == 0 ? 0.5f : -0.5f);
    }
    Normalizer normalizer = Normalizer.of(observations(rows));

    assertThat(normalizer.mean()).containsExactly(4_000_000f, 4_000_000f);
    assertThat(normalizer.std()).containsExactly(0.501f, 0.501f);
  }

  @Test
  void rowsAndObservationsOfAnotherWidthAreRefused() {
    Normalizer normalizer = Normalizer.identity(2);

    assertThatThrownBy(() -> normalizer.normalize(new float[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("3 numbers are not rows of 2");
    assertThatThrownBy(
            () -> normalizer.wrap(Policy.deterministic(o -> o)).start(RANDOM).act(new double[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an observation has 1 numbers, but the normaliser expects 2");
  }

  @Test
  void statisticsThatCannotScaleAreRefused() {
    assertThatThrownBy(() -> new Normalizer(new float[2], new float[] {1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there are 2 means but 1 standard deviations");
    assertThatThrownBy(() -> new Normalizer(new float[2], new float[] {1, 0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dimension 1 has mean 0.0 and standard deviation 0.0");
    assertThatThrownBy(() -> new Normalizer(new float[] {Float.NaN}, new float[] {1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dimension 0 has mean NaN");
  }

  @Test
  void denormalizeInvertsNormalize() {
    Normalizer normalizer = new Normalizer(new float[] {1, -1}, new float[] {2, 0.5f});

    // 2 * 2 + 1 and 0.5 * -4 - 1.
    assertThat(normalizer.denormalize(new float[] {2, -4})).containsExactly(5, -3);
  }
}

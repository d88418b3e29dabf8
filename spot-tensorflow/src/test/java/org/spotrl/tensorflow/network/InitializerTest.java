package org.spotrl.tensorflow.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spotrl.api.random.RandomSequence;
import org.spotrl.api.random.RandomStream;

/** Seed 3; bounds on sampled moments are five standard errors. */
class InitializerTest {

  private static RandomSequence random() {
    return RandomStream.of(3, "test").at(0);
  }

  /** Rows where the kernel is wide, columns where it is tall. */
  @ParameterizedTest
  @CsvSource({"3, 5", "5, 3", "4, 4"})
  void anOrthogonalKernelHasOrthogonalVectorsOfTheGain(int in, int out) {
    float[] kernel = Initializer.orthogonal(2).kernel(random(), in, out);

    int vectors = Math.min(in, out);
    for (int i = 0; i < vectors; i++) {
      for (int j = 0; j < vectors; j++) {
        double product = 0;
        for (int d = 0; d < Math.max(in, out); d++) {
          double a = in <= out ? kernel[i * out + d] : kernel[d * out + i];
          double b = in <= out ? kernel[j * out + d] : kernel[d * out + j];
          product += a * b;
        }
        // Float32 with sums of five terms of size one.
        assertThat(product).isCloseTo(i == j ? 4 : 0, within(2e-6));
      }
    }
    assertThat(Initializer.orthogonal(2).bias(random(), in, out)).containsOnly(0f).hasSize(out);
  }

  @Test
  void xavierIsUniformUpToItsBound() {
    float[] kernel = Initializer.xavier(0.5).kernel(random(), 100, 50);

    double bound = 0.5 * Math.sqrt(6.0 / 150);
    double squares = 0;
    float maximum = 0;
    for (float w : kernel) {
      maximum = Math.max(maximum, Math.abs(w));
      squares += w * w;
    }
    assertThat((double) maximum).isBetween(0.99 * bound, bound);
    // The variance of a uniform distribution is bound^2 / 3; the relative error is 0.9 / sqrt(n).
    double relative = squares / kernel.length / (bound * bound / 3);
    assertThat(relative).isCloseTo(1, within(5 * 0.9 / Math.sqrt(kernel.length)));
  }

  @Test
  void normalHasItsStandardDeviation() {
    float[] kernel = Initializer.normal(0.02).kernel(random(), 100, 100);

    double sum = 0;
    double squares = 0;
    for (float w : kernel) {
      sum += w;
      squares += w * w;
    }
    assertThat(sum / 1e4).isCloseTo(0, within(5 * 0.02 / 100));
    assertThat(Math.sqrt(squares / 1e4)).isCloseTo(0.02, within(5 * 0.02 / Math.sqrt(2e4)));
  }

  @Test
  void aRangeOfZeroIsPyTorchsDefault() {
    assertThat(Initializer.uniformOrDefault(0)).isSameAs(Initializer.PYTORCH);
    for (float w : Initializer.uniformOrDefault(1e-3).bias(random(), 4, 100)) {
      assertThat(Math.abs(w)).isBetween(1e-9f, 1e-3f);
    }
  }
}

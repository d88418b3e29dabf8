package org.spotrl.cli.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class UpdateProductsTest {

  @Test
  void trainingNeedsThreeProductsPerLayerExceptOneAtTheInput() {
    // Forward 8x2x3 and 8x3x4, both weight gradients, and the gradient to the hidden layer.
    assertThat(MatrixProduct.training(8, List.of(2, 3, 4)))
        .containsExactly(
            new MatrixProduct(8, 2, 2, 3, false, false),
            new MatrixProduct(8, 3, 3, 4, false, false),
            new MatrixProduct(8, 3, 8, 4, true, false),
            new MatrixProduct(8, 2, 8, 3, true, false),
            new MatrixProduct(8, 4, 3, 4, false, true));
  }

  @Test
  void theMultiplicationsOfAVaeUpdateMatchAHandCount() {
    // Multiplications of a row at S = 17, A = 6, L = 12: encoder 23 x 750 + 750 x 750, two heads
    // 750 x 12, decoder 29 x 750 + 750 x 750 + 750 x 6. Three times that, less the gradient to the
    // encoder's input.
    long forward = 23L * 750 + 750L * 750 + 2 * 750L * 12 + 29L * 750 + 750L * 750 + 750L * 6;
    assertThat(multiplications(BenchmarkTask.VAE)).isEqualTo(256 * (3 * forward - 23L * 750));
  }

  @Test
  void theMultiplicationsOfATd3BcUpdateMatchAHandCount() {
    long actor = 17L * 256 + 256L * 256 + 256L * 6;
    long critic = 23L * 256 + 256L * 256 + 256;
    long criticStep = actor + 2 * critic + 2 * (3 * critic - 23L * 256);
    long actorStep = 3 * actor - 17L * 256 + 2 * critic;
    assertThat(multiplications(BenchmarkTask.TD3BC)).isEqualTo(256 * (2 * criticStep + actorStep));
  }

  @Test
  void spotAddsTheVaesForwardAndBackwardPassToTheActorUpdate() {
    long vae = 23L * 750 + 750L * 750 + 2 * 750L * 12 + 29L * 750 + 750L * 750 + 750L * 6;
    assertThat(multiplications(BenchmarkTask.SPOT) - multiplications(BenchmarkTask.TD3BC))
        .isEqualTo(256 * 2 * vae);
  }

  private static long multiplications(BenchmarkTask task) {
    return UpdateProducts.of(BenchmarkOptions.HALFCHEETAH, task).products().stream()
        .mapToLong(
            p ->
                (long) p.rows()
                    * p.columns()
                    * (p.transposeLeft() ? p.leftRows() : p.leftColumns()))
        .sum();
  }
}

package org.spotrl.cli.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spotrl.api.error.SpotInputException;

class UpdateBenchmarkTest {

  @Test
  void timesEachTaskAndReportsEachWindow() {
    List<String> told = new ArrayList<>();
    BenchmarkOptions options =
        BenchmarkOptions.builder()
            .tasks(List.of(BenchmarkTask.TD3BC, BenchmarkTask.VAE))
            .batchSize(4)
            .windows(2)
            .windowSeconds(0.02)
            .build();

    List<BenchmarkResult> results = UpdateBenchmark.run(options, told::add);

    assertThat(results)
        .extracting(BenchmarkResult::task)
        .containsExactly(BenchmarkTask.TD3BC, BenchmarkTask.VAE);
    assertThat(results)
        .allSatisfy(
            result -> {
              assertThat(result.updatesPerSecond()).isPositive();
              assertThat(result.updates()).isGreaterThanOrEqualTo(4);
            });
    assertThat(told).hasSize(2 * (1 + 2)).anyMatch(line -> line.startsWith("td3bc: window 2 of 2"));
  }

  @Test
  void theShareOfTheLimitIsTheProductsShareOfTheTime() {
    assertThat(new BenchmarkResult(BenchmarkTask.SPOT, 100, 8, 6, 10).shareOfLimit())
        .isEqualTo(0.75);
  }

  @Test
  void refusesOptionsThatTimeNothing() {
    assertThatThrownBy(() -> BenchmarkOptions.builder().windows(0).build())
        .isInstanceOf(SpotInputException.class)
        .hasMessage("windows is 0; it must be above 0");
    assertThatThrownBy(() -> BenchmarkOptions.builder().tasks(List.of()).build())
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("there are [SPOT, VAE, TD3BC]");
  }
}

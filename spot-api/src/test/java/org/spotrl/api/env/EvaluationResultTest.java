package org.spotrl.api.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvaluationResultTest {

  private final EvaluationResult result =
      new EvaluationResult(
          List.of(1.0, 3.0, 8.0), List.of(10, 20, 60), 2.5, new ReferenceScores(2, 12));

  @Test
  void computesItsStatisticsFromTheEpisodes() {
    assertThat(result.meanReturn()).isEqualTo(4.0);
    // Population: sqrt((9 + 1 + 16) / 3); the rounding of one division and one root.
    assertThat(result.stdReturn()).isCloseTo(Math.sqrt(26.0 / 3), within(1e-12));
    assertThat(result.meanLength()).isEqualTo(30.0);
    // 100 (4 - 2) / (12 - 2)
    assertThat(result.normalizedScore()).isEqualTo(20.0);
  }

  @Test
  void theMetricsNameThem() {
    assertThat(result.metrics())
        .containsOnly(
            Map.entry("eval/return_mean", 4.0),
            Map.entry("eval/return_std", result.stdReturn()),
            Map.entry("eval/normalized_score", 20.0));
  }
}

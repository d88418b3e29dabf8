package org.spotrl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressLineTest {

  private static final Map<String, Double> FIGURES =
      Map.of(
          "train/q_mean", 12.345678,
          "train/critic_loss", 0.12345678,
          "train/actor_loss", -1.5,
          "eval/normalized_score", 45.25);

  private static final ProgressLine POLICY =
      new ProgressLine(
          "policy", 12_000, 30_000, 813.4, "22.1 s left", "12 min in all", "run 3 of 10", FIGURES);

  @Test
  void theLeastImportantPartsAreLeftOut() {
    assertThat(POLICY.fit(40)).isEqualTo("policy     12,000/30,000  22.1 s left");
    assertThat(POLICY.fit(80))
        .isEqualTo("policy     [###.....] 12,000/30,000  22.1 s left, 12 min in all  run 3 of 10");
    assertThat(POLICY.fit(120))
        .isEqualTo(
            "policy     [#########...............] 12,000/30,000  813/s  22.1 s left, 12 min in all"
                + "  run 3 of 10");
    assertThat(POLICY.fit(Integer.MAX_VALUE))
        .endsWith(
            "  run 3 of 10  normalized_score 45.25  actor_loss -1.500  critic_loss 0.1235  q_mean 12.35");
  }

  @Test
  void scoresAndLossesAreTheMostImportantMetrics() {
    ProgressLine alone =
        new ProgressLine("policy", 12_000, 30_000, 813.4, "22.1 s left", "", "", FIGURES);

    assertThat(alone.fit(80))
        .isEqualTo(
            "policy     [###.....] 12,000/30,000  813/s  22.1 s left  normalized_score 45.25");
    assertThat(alone.fit(120)).endsWith("22.1 s left  normalized_score 45.25  actor_loss -1.500");
  }

  @Test
  void countsAreWholeNumbers() {
    ProgressLine line =
        new ProgressLine(
            "collecting", 1, 2, 0, "", "", "", Map.of("goals reached", 12_450.0, "files", 93.0));

    assertThat(line.fit(80)).isEqualTo("collecting [####....] 1/2  files 93  goals reached 12450");
  }

  @Test
  void otherNumbersAreRounded() {
    ProgressLine line =
        new ProgressLine(
            "policy", 1, 2, 0, "", "", "", Map.of("a", 1e30, "b", Double.NaN, "c", 0.5));

    assertThat(line.fit(80)).endsWith("  a 1.000e+30  b nan  c 0.5000");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 20, 40, 55, 79, 80, 100, 119, 120, 200})
  void noLineIsLongerThanItsColumns(int columns) {
    ProgressLine large =
        new ProgressLine(
            "an activity of a plugin",
            1_000_000_000L,
            9_000_000_000L,
            1e6,
            "1234 h 59 min left",
            "1234 h 59 min in all",
            "run 999 of 1000",
            FIGURES);

    assertThat(large.fit(columns)).hasSizeLessThanOrEqualTo(columns);
    assertThat(POLICY.fit(columns)).hasSizeLessThanOrEqualTo(columns);
  }

  @Test
  void workOfUnknownSizeHasAnEmptyBar() {
    assertThat(new ProgressLine("pull kB", 0, 0, 0, "", "", "", Map.of()).fit(80))
        .isEqualTo("pull kB    [########] 0/0");
  }
}

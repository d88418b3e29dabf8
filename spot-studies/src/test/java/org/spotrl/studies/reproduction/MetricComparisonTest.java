package org.spotrl.studies.reproduction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MetricComparisonTest {

  private static NavigableMap<Long, Double> points(Object... stepsAndValues) {
    NavigableMap<Long, Double> points = new TreeMap<>();
    for (int i = 0; i < stepsAndValues.length; i += 2) {
      points.put(((Integer) stepsAndValues[i]).longValue(), (Double) stepsAndValues[i + 1]);
    }
    return points;
  }

  private static MetricDifference difference(String metric, long step, double then, double now) {
    return new MetricDifference(metric, step, Optional.of(then), Optional.of(now));
  }

  @Test
  void equalPointsIncludingNanAndInfinityAreEqual() {
    MetricComparison comparison =
        new MetricComparison(
            Map.of(
                "train/q",
                points(
                    10, 0.1, 20, Double.NaN, 30, Double.MAX_VALUE, 40, Double.NEGATIVE_INFINITY)));

    comparison.recorded(10, Map.of("train/q", 0.1));
    comparison.recorded(20, Map.of("train/q", Double.NaN));
    comparison.recorded(30, Map.of("train/q", Double.POSITIVE_INFINITY));
    comparison.recorded(40, Map.of("train/q", -Double.MAX_VALUE));
    comparison.ended();

    assertThat(comparison.first()).isEmpty();
    assertThat(comparison.outcomes())
        .containsExactly(new MetricOutcome("train/q", 4, 0, Optional.empty(), 0));
  }

  @Test
  void theFirstDifferenceIsTheFirstRecordedOne() {
    MetricComparison comparison =
        new MetricComparison(
            Map.of("a/x", points(10, 1.0, 20, 2.0, 30, 3.0), "b/y", points(20, 5.0)));

    comparison.recorded(10, Map.of("a/x", 1.0));
    comparison.recorded(20, Map.of("b/y", Math.nextUp(5.0)));
    comparison.recorded(20, Map.of("a/x", 2.5));
    comparison.recorded(30, Map.of("a/x", 3.0));

    assertThat(comparison.first()).hasValue(difference("b/y", 20, 5.0, Math.nextUp(5.0)));
    // |2 - 2.5| / 2.5 = 0.2
    assertThat(comparison.outcomes().get(0))
        .isEqualTo(
            new MetricOutcome("a/x", 2, 1, Optional.of(difference("a/x", 20, 2.0, 2.5)), 0.2));
  }

  @Test
  void pointsOfOnlyOneRunAreDifferences() {
    MetricComparison comparison =
        new MetricComparison(Map.of("a/x", points(10, 1.0, 20, 2.0, 40, 4.0)));

    comparison.recorded(20, Map.of("a/x", 2.0));
    assertThat(comparison.first())
        .hasValue(new MetricDifference("a/x", 10, Optional.of(1.0), Optional.empty()));
    comparison.recorded(30, Map.of("a/x", 3.0));
    comparison.ended();

    // 10 and 40 are missing, 30 is new.
    assertThat(comparison.outcomes().get(0).different()).isEqualTo(3);
    assertThat(comparison.outcomes().get(0).equal()).isEqualTo(1);
  }

  @Test
  void timesAndSystemMetricsAreNotCompared() {
    MetricComparison comparison =
        new MetricComparison(
            Map.of(
                "time/total_seconds", points(10, 1.0),
                "system/cpu", points(0, 50.0),
                "train/q", points(10, 1.0)));

    comparison.recorded(10, Map.of("time/total_seconds", 2.0, "system/cpu", 3.0, "train/q", 1.0));

    assertThat(comparison.first()).isEmpty();
    assertThat(comparison.outcomes()).extracting(MetricOutcome::metric).containsExactly("train/q");
    assertThat(comparison.onlyNow()).isEmpty();
  }

  @Test
  void metricsOfOnlyOneRunAreListedAndNotCountedAsDifferences() {
    MetricComparison comparison =
        new MetricComparison(Map.of("old/x", points(10, 1.0), "a/x", points(10, 1.0)));

    comparison.recorded(10, Map.of("a/x", 1.0, "new/x", 7.0));
    comparison.ended();

    assertThat(comparison.first()).isEmpty();
    assertThat(comparison.onlyThen()).containsExactly("old/x");
    assertThat(comparison.onlyNow()).containsExactly("new/x");
  }

  @Test
  void aPointAfterTheOriginalsLastPointIsBeyondTheOriginal() {
    MetricComparison comparison = new MetricComparison(Map.of("a/x", points(10, 1.0, 20, 2.0)));
    assertThat(comparison.firstStep()).hasValue(10L);

    comparison.recorded(10, Map.of("a/x", 1.0));
    comparison.recorded(20, Map.of("a/x", 2.0));
    assertThat(comparison.isBeyondTheOriginal()).isFalse();
    comparison.recorded(30, Map.of("a/x", 3.0));

    assertThat(comparison.isBeyondTheOriginal()).isTrue();
    assertThat(comparison.first()).isEmpty();
  }

  @Test
  void theRelativeDifferenceIsRelativeToTheLargerValue() {
    // Tolerance: rounding of three operations on doubles.
    assertThat(difference("a", 0, -8, -10).relative()).isCloseTo(0.2, within(1e-15));
    assertThat(difference("a", 0, 0, 1e-300).relative()).isEqualTo(1);
    assertThat(difference("a", 0, -Double.MAX_VALUE, Double.MAX_VALUE).relative()).isEqualTo(2);
    assertThat(difference("a", 0, Double.NaN, 1).relative()).isInfinite();
  }
}

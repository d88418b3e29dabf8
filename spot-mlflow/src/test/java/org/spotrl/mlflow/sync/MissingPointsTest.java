package org.spotrl.mlflow.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.spotrl.mlflow.format.MetricPoint;

class MissingPointsTest {

  private static final MetricPoint FIRST = new MetricPoint(1000, 100, 0.5);
  private static final MetricPoint SECOND = new MetricPoint(2000, 200, 0.25);

  @Test
  void aServerWithoutPointsLacksAllPoints() {
    assertThat(new MissingPoints(List.of()).missing(List.of(FIRST, SECOND)))
        .containsExactly(FIRST, SECOND);
  }

  @Test
  void anEqualPointIsNotMissing() {
    MissingPoints match = new MissingPoints(List.of(FIRST));

    assertThat(match.missing(List.of(FIRST, SECOND))).containsExactly(SECOND);
    assertThat(match.isExhausted()).isTrue();
  }

  @Test
  void aPointRecordedAgainAtTheSameStepIsNotMissing() {
    MissingPoints match = new MissingPoints(List.of(FIRST, SECOND));

    assertThat(match.missing(List.of(FIRST))).isEmpty();
    assertThat(match.isExhausted()).isFalse();
    assertThat(match.missing(List.of(new MetricPoint(9000, 200, 7.0)))).isEmpty();
    assertThat(match.isExhausted()).isTrue();
    // A third point of this step is missing.
    assertThat(match.missing(List.of(new MetricPoint(9500, 200, 7.0)))).hasSize(1);
  }

  @Test
  void aStepMayHaveManyPoints() {
    MetricPoint a = new MetricPoint(1, 0, 1);
    MetricPoint b = new MetricPoint(2, 0, 2);
    MetricPoint c = new MetricPoint(3, 0, 3);

    assertThat(new MissingPoints(List.of(b)).missing(List.of(a, b, c))).containsExactly(a, c);
  }

  @Test
  void infinityMatchesTheLargestNumberAndNanItself() {
    MetricPoint infinite = new MetricPoint(1, 1, Double.NEGATIVE_INFINITY);
    MetricPoint nothing = new MetricPoint(2, 2, Double.NaN);
    MissingPoints match =
        new MissingPoints(List.of(new MetricPoint(1, 1, -Double.MAX_VALUE), nothing));

    assertThat(match.missing(List.of(infinite, nothing))).isEmpty();
  }
}

package org.spotrl.studies.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BootstrapTest {

  private static final Bootstrap.Options OPTIONS = Bootstrap.Options.ofSeed(0);

  /**
   * The mean of a resample of 0 0 0 0 0 6 is Binomial(6, 1/6): 0 with probability 0.335, at least 3
   * with 0.062, at least 4 with 0.009. The share of at least 3 or 4 among 2000 resamples is several
   * standard deviations (0.005, 0.002) away from 0.025.
   */
  @Test
  void theBoundsArePercentilesOverResamples() {
    double[][] scores = {{0, 0, 6, 0, 0, 0}};

    assertThat(Bootstrap.interval(scores, OPTIONS, Aggregates::mean)).isEqualTo(new Interval(0, 3));
  }

  @Test
  void runsAreResampledWithinTheirDataset() {
    double[][] scores = {{0, 0, 0}, {100, 100, 100}};

    assertThat(Bootstrap.interval(scores, OPTIONS, Aggregates::mean))
        .isEqualTo(new Interval(50, 50));
  }

  /** If both used the same runs, x - y would be 0 in every resample. */
  @Test
  void twoMethodsAreResampledIndependently() {
    double[][] scores = {{0, 1}};

    // x - y of the means is -1 or 1 with probability 1/16 each.
    assertThat(
            Bootstrap.interval(
                scores, scores, OPTIONS, (x, y) -> Aggregates.mean(x) - Aggregates.mean(y)))
        .isEqualTo(new Interval(-1, 1));
  }

  @Test
  void anIntervalIsAFunctionOfTheSeed() {
    double[][] scores = {{3, 1, 4, 1, 5, 9, 2, 6}, {53, 58, 97, 93, 23}};

    Interval interval = Bootstrap.interval(scores, OPTIONS, Aggregates::iqm);

    assertThat(Bootstrap.interval(scores, OPTIONS, Aggregates::iqm)).isEqualTo(interval);
    assertThat(Bootstrap.interval(scores, Bootstrap.Options.ofSeed(1), Aggregates::mean))
        .isNotEqualTo(Bootstrap.interval(scores, OPTIONS, Aggregates::mean));
    assertThat(OPTIONS.resamples()).isEqualTo(2000);
  }

  @Test
  void aSingleRunHasNoInterval() {
    double[][] scores = {{1, 2, 3}, {4}};

    assertThat(Bootstrap.interval(scores, OPTIONS, Aggregates::mean).known()).isFalse();
    assertThat(
            Bootstrap.interval(
                    new double[][] {{1, 2}, {3, 4}},
                    scores,
                    OPTIONS,
                    Aggregates::probabilityOfImprovement)
                .known())
        .isFalse();
    assertThat(Bootstrap.interval(new double[][] {{1, 2}}, OPTIONS, Aggregates::mean).known())
        .isTrue();
  }

  @Test
  void noResamplesAreRefused() {
    assertThatThrownBy(() -> new Bootstrap.Options(0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("resamples must be at least 1, not 0");
  }
}

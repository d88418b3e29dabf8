package org.spotrl.studies.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.spotrl.api.host.RealPython;
import org.spotrl.api.random.RandomSequence;
import org.spotrl.api.random.RandomStream;

/** The same numbers by rliable and SciPy. */
class PythonContractTest {

  /** Rounding of sums of 90 numbers up to 100, relative to numbers of about 1 to 100. */
  private static final double ROUNDING = 1e-12;

  private static final int RESAMPLES = 20_000;
  private static final int THEIR_RESAMPLES = 2_000;

  /** Fewer, as rliable takes about 20 ms for each. */
  private static final int THEIR_RESAMPLES_OF_IMPROVEMENT = 400;

  private static final double[] THRESHOLDS = {-10, 0, 20, 40, 50.5, 80, 120};

  private static final double[] TIED_PAIRS = {1, 2, 2, -3, 0, 4, -1, 5};

  /** Whole and half numbers, so that some are equal. Means of data sets differ by 10. */
  private static final double[][] X = scores("x", 2);

  private static final double[][] Y = scores("y", 0);

  private static final String SCRIPT =
      """
      import warnings
      warnings.simplefilter('ignore')
      import numpy as np
      from scipy import stats
      from rliable import library, metrics

      X, Y = np.array(X_SCORES), np.array(Y_SCORES)
      # rliable has runs first.
      x, y = X.T, Y.T

      def show(name, *values):
          print(name + ':', *[repr(float(value)) for value in np.ravel(values)])

      def aggregates(scores):
          return np.array([
              metrics.aggregate_mean(scores), metrics.aggregate_median(scores),
              metrics.aggregate_iqm(scores), 100 * metrics.aggregate_optimality_gap(scores / 100)])

      def improvement(x, y):
          return np.array([metrics.probability_of_improvement(x, y)])

      def wilcoxon(name, differences):
          plus = stats.wilcoxon(differences, alternative='greater').statistic
          many = np.count_nonzero(differences) > 50
          test = (stats.wilcoxon(differences, method='asymptotic', correction=True) if many
                  else stats.wilcoxon(differences))
          show(name, plus, test.pvalue)

      show('aggregates', aggregates(x))
      show('improvement', improvement(x, y))
      show('profile', library.score_distributions(x, np.array(THRESHOLDS)))
      # rliable draws from NumPy's global generator.
      np.random.seed(0)
      _, intervals = library.get_interval_estimates({'x': x}, aggregates, reps=MORE)
      show('intervals', intervals['x'])
      _, intervals = library.get_interval_estimates({'xy': [x, y]}, improvement, reps=FEWER)
      show('interval of improvement', intervals['xy'])
      for d in range(len(X)):
          interval = stats.ttest_rel(X[d], Y[d]).confidence_interval(0.95)
          show('t interval ' + str(d), interval.low, interval.high)
      wilcoxon('ten pairs', X[0] - Y[0])
      wilcoxon('ties and a zero', np.array(TIED_PAIRS))
      wilcoxon('fifty pairs', np.array(FIFTY_PAIRS))
      wilcoxon('all pairs', np.ravel(X - Y))
      show('spearman', stats.spearmanr(np.ravel(X), np.ravel(Y)).statistic)
      """;

  private static final Map<String, double[]> PYTHON = new HashMap<>();

  @BeforeAll
  static void runPython() throws Exception {
    String script =
        SCRIPT
            .replace("X_SCORES", Arrays.deepToString(X))
            .replace("Y_SCORES", Arrays.deepToString(Y))
            .replace("THRESHOLDS", Arrays.toString(THRESHOLDS))
            .replace("TIED_PAIRS", Arrays.toString(TIED_PAIRS))
            .replace("FIFTY_PAIRS", Arrays.toString(fiftyPairs()))
            .replace("MORE", Integer.toString(THEIR_RESAMPLES))
            .replace("FEWER", Integer.toString(THEIR_RESAMPLES_OF_IMPROVEMENT));
    for (String line : RealPython.run(script).lines().toList()) {
      int colon = line.indexOf(':');
      PYTHON.put(line.substring(0, colon), numbers(line.substring(colon + 1)));
    }
  }

  private static double[] numbers(String text) {
    return Pattern.compile(" ")
        .splitAsStream(text.strip())
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  @Test
  void aggregatesAreRliables() {
    assertThat(
            new double[] {
              Aggregates.mean(X),
              Aggregates.median(X),
              Aggregates.iqm(X),
              Aggregates.optimalityGap(X)
            })
        .containsExactly(python("aggregates"), within(ROUNDING));
    assertThat(Aggregates.probabilityOfImprovement(X, Y))
        .isCloseTo(python("improvement")[0], within(ROUNDING));
  }

  @Test
  void theProfileIsRliables() {
    PerformanceProfile profile = PerformanceProfile.of(X, THRESHOLDS, Bootstrap.Options.ofSeed(0));

    assertThat(profile.points().stream().mapToDouble(PerformanceProfile.Point::fraction).toArray())
        .containsExactly(python("profile"), within(ROUNDING));
  }

  @Test
  void bootstrapIntervalsAreRliables() {
    Bootstrap.Options options = new Bootstrap.Options(0, RESAMPLES);
    double[] rliable = python("intervals");
    int statistics = rliable.length / 2;
    Map<Integer, ToDoubleFunction<double[][]>> compared =
        Map.of(0, Aggregates::mean, 2, Aggregates::iqm, 3, Aggregates::optimalityGap);
    compared.forEach(
        (i, statistic) ->
            assertClose(
                Bootstrap.interval(X, options, statistic),
                rliable[i],
                rliable[statistics + i],
                THEIR_RESAMPLES));
    double[] improvement = python("interval of improvement");
    assertClose(
        Bootstrap.interval(X, Y, options, Aggregates::probabilityOfImprovement),
        improvement[0],
        improvement[1],
        THEIR_RESAMPLES_OF_IMPROVEMENT);
  }

  /**
   * The bounds are percentiles of independent resamples. Percentile q of B normal numbers with
   * standard deviation s has the standard error sqrt(q (1 - q) / B) s / phi(z_q), which is 2.67 s /
   * sqrt(B) for q = 0.025. The interval is 3.92 s wide. The tolerance is four standard errors of
   * the difference: 4 * 2.67 / 3.92 = 2.73 widths times sqrt(1 / B + 1 / B').
   */
  private static void assertClose(Interval ours, double low, double high, int theirResamples) {
    double tolerance = 2.73 * Math.sqrt(1.0 / RESAMPLES + 1.0 / theirResamples) * (high - low);
    assertThat(ours.low()).isCloseTo(low, within(tolerance));
    assertThat(ours.high()).isCloseTo(high, within(tolerance));
  }

  @Test
  void pairedComparisonsAreScipys() {
    PairedComparison comparison = PairedComparison.of(X, Y, Bootstrap.Options.ofSeed(0));

    for (int d = 0; d < X.length; d++) {
      SeedStatistics differences = comparison.datasets().get(d).differences();
      assertThat(new double[] {differences.low(), differences.high()})
          .as("data set %d", d)
          .containsExactly(python("t interval " + d), within(ROUNDING));
    }
    assertSame(comparison.datasets().get(0).test(), true, "ten pairs");
    assertSame(SignedRankTest.of(TIED_PAIRS), true, "ties and a zero");
    assertSame(SignedRankTest.of(fiftyPairs()), true, "fifty pairs");
    assertSame(comparison.overall().test(), false, "all pairs");
  }

  private static void assertSame(SignedRankTest test, boolean exact, String name) {
    assertThat(new double[] {test.positiveRankSum(), test.p()})
        .as(name)
        .containsExactly(python(name), within(ROUNDING));
    assertThat(test.exact()).isEqualTo(exact);
  }

  @Test
  void spearmanIsScipys() {
    assertThat(SelectionQuality.spearman(Scores.all(X), Scores.all(Y)))
        .isCloseTo(python("spearman")[0], within(ROUNDING));
  }

  private static double[] python(String name) {
    return Objects.requireNonNull(PYTHON.get(name), name);
  }

  private static double[][] scores(String name, double advantage) {
    double[][] scores = new double[9][10];
    for (int d = 0; d < scores.length; d++) {
      RandomSequence random = RandomStream.of(0, name).at(d);
      double mean = 10 * (d + 1) + advantage;
      Arrays.setAll(scores[d], s -> Math.rint(2 * (mean + 5 * random.nextGaussian())) / 2);
    }
    return scores;
  }

  private static double[] fiftyPairs() {
    RandomSequence random = RandomStream.of(0, "pairs").at(0);
    double[] pairs = new double[50];
    Arrays.setAll(pairs, i -> random.nextGaussian() + 0.3);
    return pairs;
  }
}

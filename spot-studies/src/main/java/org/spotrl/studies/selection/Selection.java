package org.spotrl.studies.selection;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.spotrl.studies.statistics.SelectionQuality;

/**
 * The arm that each criterion selects, by data set, and how good the selection is where scores are
 * known. NaN stands for a number that is not known.
 *
 * @param criteria the criteria
 * @param datasets the data sets of the study
 * @param unfinished the runs that are left out, each with its progress
 * @param notes why estimates are missing
 */
public record Selection(
    List<Criterion> criteria,
    List<OfDataset> datasets,
    List<String> unfinished,
    List<String> notes) {

  /** Copies the lists. */
  public Selection {
    criteria = List.copyOf(criteria);
    datasets = List.copyOf(datasets);
    unfinished = List.copyOf(unfinished);
    notes = List.copyOf(notes);
  }

  /**
   * A criterion.
   *
   * @param name its name
   * @param higherIsBetter true if the highest estimate is selected
   * @param unit unit of the estimates
   */
  public record Criterion(String name, boolean higherIsBetter, String unit) {}

  /**
   * An arm on one data set.
   *
   * @param name its name
   * @param runs number of finished runs
   * @param score mean normalised score of these runs
   * @param estimates mean estimate of these runs for each criterion
   */
  public record Arm(String name, int runs, double score, List<Double> estimates) {

    /** Copies the list. */
    public Arm {
      estimates = List.copyOf(estimates);
    }
  }

  /**
   * The arms on one data set.
   *
   * @param name name of the data set
   * @param choices one for each criterion
   */
  public record OfDataset(String name, List<Arm> arms, List<Choice> choices) {

    /** Copies the lists. */
    public OfDataset {
      arms = List.copyOf(arms);
      choices = List.copyOf(choices);
    }

    /** The choices of the criteria among these arms. */
    static OfDataset of(String name, List<Arm> arms, List<Criterion> criteria) {
      List<Choice> choices = new ArrayList<>();
      for (int c = 0; c < criteria.size(); c++) {
        choices.add(Choice.of(arms, c, criteria.get(c).higherIsBetter()));
      }
      return new OfDataset(name, arms, choices);
    }

    /** True if the score of an arm is known. */
    public boolean hasScores() {
      return arms.stream().anyMatch(arm -> !Double.isNaN(arm.score()));
    }
  }

  /**
   * What one criterion selects.
   *
   * @param arms the arm with the best estimate, or several with the same; empty if there is no
   *     estimate, or only one arm has finished runs
   * @param regretAt1 best mean score minus that of the selected arm, in points of the score
   * @param spearman rank correlation of estimates and scores over the arms; 1 is best
   */
  public record Choice(List<String> arms, double regretAt1, double spearman) {

    /** Copies the list. */
    public Choice {
      arms = List.copyOf(arms);
    }

    static Choice of(List<Arm> all, int criterion, boolean higherIsBetter) {
      if (all.size() < 2) {
        return new Choice(List.of(), Double.NaN, Double.NaN);
      }
      double sign = higherIsBetter ? 1 : -1;
      List<Arm> estimated =
          all.stream().filter(arm -> !arm.estimates().get(criterion).isNaN()).toList();
      double best =
          estimated.stream()
              .mapToDouble(arm -> sign * arm.estimates().get(criterion))
              .max()
              .orElse(Double.NaN);
      List<Arm> selected =
          estimated.stream().filter(arm -> sign * arm.estimates().get(criterion) == best).toList();
      List<String> names = selected.stream().map(Arm::name).toList();
      if (estimated.isEmpty() || estimated.stream().anyMatch(arm -> Double.isNaN(arm.score()))) {
        return new Choice(names, Double.NaN, Double.NaN);
      }
      double[] estimates =
          estimated.stream().mapToDouble(arm -> sign * arm.estimates().get(criterion)).toArray();
      double[] scores = estimated.stream().mapToDouble(Arm::score).toArray();
      double bestOfAll =
          all.stream()
              .mapToDouble(Arm::score)
              .filter(score -> !Double.isNaN(score))
              .max()
              .orElseThrow();
      double bestEstimated = DoubleStream.of(scores).max().orElseThrow();
      return new Choice(
          names,
          SelectionQuality.regretAt1(estimates, scores) + bestOfAll - bestEstimated,
          SelectionQuality.spearman(estimates, scores));
    }
  }

  /** Mean regret@1 of a criterion over the data sets where it is known. */
  public double meanRegretAt1(int criterion) {
    return mean(datasets.stream().mapToDouble(each -> each.choices().get(criterion).regretAt1()));
  }

  /** Mean rank correlation of a criterion over the data sets where it is known. */
  public double meanSpearman(int criterion) {
    return mean(datasets.stream().mapToDouble(each -> each.choices().get(criterion).spearman()));
  }

  private static double mean(DoubleStream values) {
    return values.filter(value -> !Double.isNaN(value)).average().orElse(Double.NaN);
  }
}

package org.spotrl.studies.selection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Choices, regret and correlation on literal scores. */
class SelectionTest {

  private static final List<Selection.Criterion> CRITERIA =
      List.of(
          new Selection.Criterion("value", true, "reward"),
          new Selection.Criterion("error", false, "squared reward"));

  private static Selection.Arm arm(String name, double score, double value, double error) {
    return new Selection.Arm(name, 2, score, List.of(value, error));
  }

  private static Selection of(Selection.OfDataset... datasets) {
    return new Selection(CRITERIA, List.of(datasets), List.of(), List.of());
  }

  private static Selection.OfDataset maze() {
    return Selection.OfDataset.of(
        "maze", List.of(arm("a", 10, 1, 5), arm("b", 70, 3, 1), arm("c", 90, 2, 3)), CRITERIA);
  }

  @Test
  void eachCriterionSelectsTheArmWithItsBestEstimate() {
    List<Selection.Choice> choices = maze().choices();

    assertThat(choices.get(0).arms()).containsExactly("b");
    assertThat(choices.get(1).arms()).as("the lowest error").containsExactly("b");
    assertThat(choices.get(0).regretAt1()).isEqualTo(20);
    // Ranks 1, 3, 2 and 1, 2, 3: 1 - 6 * (0 + 1 + 1) / (3 * 8). As numbers of the same size the
    // correlation of ranks is exact.
    assertThat(choices.get(0).spearman()).isEqualTo(0.5);
    // An error's ranks count from the largest: 1, 3, 2 again.
    assertThat(choices.get(1).spearman()).isEqualTo(0.5);
  }

  @Test
  void meansAreOverTheDataSetsWithScores() {
    Selection.OfDataset hopper =
        Selection.OfDataset.of("hopper", List.of(arm("a", 50, 2, 4), arm("b", 40, 1, 2)), CRITERIA);
    Selection.OfDataset unscored =
        Selection.OfDataset.of(
            "own", List.of(arm("a", Double.NaN, 2, 4), arm("b", Double.NaN, 1, 2)), CRITERIA);

    Selection selection = of(maze(), hopper, unscored);

    assertThat(selection.meanRegretAt1(0)).isEqualTo((20 + 0) / 2.0);
    assertThat(selection.meanRegretAt1(1)).isEqualTo((20 + 10) / 2.0);
    assertThat(selection.meanSpearman(0)).isEqualTo((0.5 + 1) / 2);
    assertThat(selection.meanSpearman(1)).isEqualTo((0.5 - 1) / 2);
    assertThat(unscored.choices().get(0).arms()).containsExactly("a");
    assertThat(unscored.choices().get(0).regretAt1()).isNaN();
    assertThat(unscored.hasScores()).isFalse();
  }

  @Test
  void anArmWithoutAnEstimateIsNotSelectedButCountsForTheRegret() {
    List<Selection.Choice> choices =
        Selection.OfDataset.of(
                "maze",
                List.of(arm("a", 10, 1, 5), arm("b", 70, 3, 1), arm("c", 90, Double.NaN, 3)),
                CRITERIA)
            .choices();

    assertThat(choices.get(0).arms()).containsExactly("b");
    assertThat(choices.get(0).regretAt1()).isEqualTo(20);
    assertThat(choices.get(0).spearman()).isEqualTo(1);
  }

  @Test
  void equalEstimatesSelectSeveralArmsAndNoEstimateSelectsNone() {
    List<Selection.Choice> choices =
        Selection.OfDataset.of(
                "maze", List.of(arm("a", 10, 3, Double.NaN), arm("b", 70, 3, Double.NaN)), CRITERIA)
            .choices();

    assertThat(choices.get(0).arms()).containsExactly("a", "b");
    assertThat(choices.get(0).regretAt1()).as("the mean of 60 and 0").isEqualTo(30);
    assertThat(choices.get(0).spearman()).isNaN();
    assertThat(choices.get(1).arms()).isEmpty();
    assertThat(choices.get(1).regretAt1()).isNaN();
  }

  @Test
  void oneArmIsNoChoice() {
    List<Selection.Choice> choices =
        Selection.OfDataset.of("maze", List.of(arm("a", 10, 3, 1)), CRITERIA).choices();

    assertThat(choices.get(0).arms()).isEmpty();
    assertThat(choices.get(0).regretAt1()).isNaN();
  }
}

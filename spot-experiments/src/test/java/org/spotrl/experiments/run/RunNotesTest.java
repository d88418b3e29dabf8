package org.spotrl.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.spotrl.api.data.RewardTransform;
import org.spotrl.api.data.TrajectoryFilter;
import org.spotrl.api.env.EvaluationResult;
import org.spotrl.api.env.ReferenceScores;
import org.spotrl.experiments.config.ExperimentConfig;
import org.spotrl.experiments.config.LoadedExperiment;

class RunNotesTest {

  private static final PreparedData DATA =
      PreparedData.of(
          LineWorld.data(0),
          "",
          LineWorld.SPEC,
          TrajectoryFilter.ALL,
          RewardTransform.IDENTITY,
          true);

  private static LoadedExperiment experiment(String description) {
    ExperimentConfig config =
        ExperimentConfig.builder()
            .description(description)
            .tags(Map.of("algorithm", "spot"))
            .seed(4)
            .build();
    Map<String, String> values = new LinkedHashMap<>();
    values.put("algorithm.type", "td3");
    values.put("algorithm.updates", "1000");
    values.put("algorithm.tau", "0.005");
    values.put("algorithm.regularizer.type", "density");
    values.put("algorithm.regularizer.lambda", "0.5");
    Map<String, String> origins = new LinkedHashMap<>();
    values.keySet().forEach(path -> origins.put(path, "x.yaml:1:1"));
    origins.put("algorithm.tau", "default");
    return new LoadedExperiment(config, "", values, origins, "");
  }

  @Test
  void aRunsDescriptionHasMethodDataAndSeed() {
    assertThat(RunNotes.ofRun(experiment(""), DATA))
        .isEqualTo(
            """
            | | |
            |---|---|
            | method | `td3`, regularizer `density` |
            | settings | `updates` 1000, `regularizer.lambda` 0.5 |
            | data | line, 12 transitions; the policy that collected them scores 27.5 |
            | evaluation | 10 episodes of line-v0 every 5,000 updates |
            | seed | 4 |
            | repeat | `spot run experiment.yaml` with `config/experiment.yaml` of the artifacts |
            """);
  }

  @Test
  void theUsersDescriptionComesFirst() {
    assertThat(RunNotes.ofRun(experiment("A *trial*.\n"), DATA))
        .startsWith("A *trial*.\n\n| | |\n");
  }

  @Test
  void aPolicysDescriptionIsOneLineWithItsScore() {
    EvaluationResult result =
        new EvaluationResult(List.of(2.0, 5.0), List.of(7, 9), 1.5, new ReferenceScores(0, 10));

    assertThat(RunNotes.ofPolicy("spot-maze-s0", DATA, 6_000, Optional.of(result)))
        .isEqualTo(
            "Score 35.0, spot-maze-s0 after 6,000 updates: return 3.50 +- 1.50 over 2 episodes of"
                + " line-v0; the policy that collected the data scores 27.5.");
  }

  @Test
  void aPolicyThatWasNotEvaluatedHasNoScore() {
    assertThat(RunNotes.ofPolicy("spot-log-s0", DATA, 6_000, Optional.empty()))
        .isEqualTo("spot-log-s0 after 6,000 updates, not evaluated.");
  }

  @Test
  void anExperimentsDescriptionExplainsHowToCompareRuns() {
    assertThat(RunNotes.ofExperiment("mazes"))
        .contains("`eval/normalized_score`", "`final/normalized_score`")
        .satisfies(
            note ->
                assertThat(note.lines().findFirst())
                    .as("the text that MLflow shows of a folded description")
                    .hasValueSatisfying(
                        line ->
                            assertThat(line)
                                .contains("**mazes**", "*Methods over seeds*", "*Support*")));
  }
}

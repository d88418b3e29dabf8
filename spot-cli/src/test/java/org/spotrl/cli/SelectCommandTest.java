package org.spotrl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.studies.selection.Chain;
import org.spotrl.studies.selection.MadeStudy;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SelectCommandTest {

  private static final String SMALL_FQE =
      "{type: fqe, updates: 200, batch_size: 32, hidden: [16], learning_rate: 0.001, discount: 0.5}";

  @TempDir private Path temp;
  private Path mlruns = Path.of("unset");

  /** The left arm has the higher Q, the right one the higher score. */
  @BeforeEach
  void recordAStudy() throws IOException {
    MadeStudy made =
        new MadeStudy(
            temp,
            "lambda",
            "seeds: 0-1\narms: {left: {algorithm.updates: 11}, right: {algorithm.updates: 12}}\n");
    mlruns = made.mlruns();
    made.run("left", 0, RunStatus.FINISHED, Chain.always(-5), metrics(4, 10));
    made.run("left", 1, RunStatus.FINISHED, Chain.always(-5), metrics(6, 20));
    made.run("right", 0, RunStatus.FINISHED, Chain.always(5), metrics(2, 75));
    made.run("right", 1, RunStatus.KILLED, null, metrics(1_000, 0));
  }

  private static Map<String, Double> metrics(double q, double score) {
    return Map.of("q/initial_mean", q, "final/normalized_score", score);
  }

  private CommandRun select(String... arguments) {
    List<String> all = new ArrayList<>(List.of("select"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--in", mlruns.toString()));
    CommandRun run = CommandRun.of(all.toArray(String[]::new));
    assertThat(run.showsStackTrace()).as(run.out() + run.err()).isFalse();
    return run;
  }

  @Test
  void theTableHasTheEstimatesTheSelectedArmsAndTheirQuality() {
    CommandRun run = select("lambda", "--criteria", "q-initial, " + SMALL_FQE);

    assertThat(run.exitCode()).as(run.err()).isZero();
    List<String> lines = run.out().lines().toList();
    assertThat(lines.get(0)).isEqualTo("chain");
    assertThat(lines.get(1)).matches("arm +runs +score +q-initial +fqe");
    assertThat(lines.get(2)).matches("left +2 +15.0 +5.000 +\\S+");
    assertThat(lines.get(3)).matches("right +1 +75.0 +2.000 +\\S+");
    // Its fqe knows that right earns rewards, although its Q is lower.
    assertThat(lines.get(4)).matches("selected +left +right");
    assertThat(lines.get(5)).matches("regret@1 +60.0 +0.0");
    assertThat(lines.get(6)).matches("Spearman +-1.00 +1.00");
    assertThat(run.out())
        .contains("q-initial: training reward, higher is better")
        .contains("fqe: reward, higher is better");
    assertThat(run.err())
        .contains("run 3 of 3: fqe")
        .contains("note: left out 1 unfinished run: right-chain-s1 (stopped)");
  }

  @Test
  void aSecondCallReadsTheRecordedEstimates() {
    CommandRun first = select("lambda", "--criteria", SMALL_FQE, "--csv");
    CommandRun second = select("lambda", "--criteria", SMALL_FQE, "--csv");

    assertThat(first.err()).contains("run 1 of 3: fqe");
    assertThat(second.err()).doesNotContain("run 1 of 3");
    assertThat(second.out()).isEqualTo(first.out());
    List<String> lines = first.out().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0))
        .isEqualTo("dataset,arm,runs,score,criterion,estimate,selected,regret_at_1,spearman");
    assertThat(lines.get(2)).matches("chain,right,1,75.0,fqe,[0-9.]+,true,0.0,1.0");
  }

  @Test
  void jsonHasAllNumbersAndNotes() {
    CommandRun run = select("lambda", "--criteria", "q-initial,support", "--json");

    JsonNode json = JsonMapper.shared().readTree(run.out());
    JsonNode dataset = json.get("datasets").get(0);
    assertThat(dataset.get("arms").get(0).get("estimates").get("q-initial").asDouble())
        .isEqualTo(5);
    assertThat(dataset.get("arms").get(0).get("estimates").has("support")).isFalse();
    assertThat(dataset.get("selected").get("q-initial").get("regret_at_1").asDouble())
        .isEqualTo(60);
    assertThat(json.get("mean").get("q-initial").get("spearman").asDouble()).isEqualTo(-1);
    assertThat(json.get("criteria").get(0).get("higher_is_better").asBoolean()).isTrue();
    assertThat(json.get("unfinished")).hasSize(1);
    assertThat(json.get("notes").get(0).asString())
        .startsWith("no support of arm 'left' on chain: there is no metric");
  }

  @Test
  void withoutScoresOnlyTheChoiceIsPrinted() throws IOException {
    MadeStudy made =
        new MadeStudy(
            temp, "own", "arms: {left: {algorithm.updates: 11}, right: {algorithm.updates: 12}}\n");
    made.run("left", 0, RunStatus.FINISHED, null, Map.of("q/initial_mean", 1.0));
    made.run("right", 0, RunStatus.FINISHED, null, Map.of("q/initial_mean", 2.0));

    CommandRun run = select("own", "--criteria", "q-initial");

    assertThat(run.out())
        .containsPattern("arm +runs +q-initial")
        .containsPattern("selected +right")
        .doesNotContain("score")
        .doesNotContain("regret");
  }

  @Test
  void wrongInputIsNamed() {
    CommandRun unknownStudy = select("lamda", "--criteria", "q-initial");
    assertThat(unknownStudy.exitCode()).isEqualTo(2);
    assertThat(unknownStudy.err()).contains("there is no study 'lamda'").contains("'lambda'");

    CommandRun unknownCriterion = select("lambda", "--criteria", "fqa");
    assertThat(unknownCriterion.exitCode()).isEqualTo(2);
    assertThat(unknownCriterion.err()).contains("error: --criteria: ").contains("'fqe'");

    CommandRun badSetting = select("lambda", "--criteria", "{type: fqe, updates: -1}");
    assertThat(badSetting.exitCode()).isEqualTo(2);
    assertThat(badSetting.err()).contains("error: --criteria: ").contains("updates");

    assertThat(select("lambda", "--criteria", "fqe, fqe").err())
        .contains("criterion 'fqe' is listed twice");
  }
}

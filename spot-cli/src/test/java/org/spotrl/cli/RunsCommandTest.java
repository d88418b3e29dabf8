package org.spotrl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.studies.comparison.TestRuns;

class RunsCommandTest {

  @TempDir private Path temp;
  private Path mlruns;
  private TestRuns made;

  @BeforeEach
  void record() {
    mlruns = temp.resolve("mlruns");
    made = new TestRuns(mlruns);
    made.finished("spot", 0, 90);
    made.finished("spot", 1, 110);
    TrackedRun killed = made.started("bc", 0, Map.of("regularizer.lambda", "0.5"));
    killed.metrics(
        5, Map.of("eval/normalized_score", 12.25, "time/policy_updates_per_second", 99.6));
    killed.finish(RunStatus.KILLED);
  }

  private CommandRun runs(String... arguments) {
    List<String> all = new ArrayList<>(List.of("runs"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--in", mlruns.toString()));
    CommandRun run = CommandRun.of(all.toArray(String[]::new));
    assertThat(run.showsStackTrace()).as(run.out() + run.err()).isFalse();
    return run;
  }

  @Test
  void runsAreListedWithStateScoreAndRate() {
    CommandRun run = runs("--sort", "score");

    assertThat(run.exitCode()).as(run.err()).isZero();
    List<String> lines = run.out().lines().toList();
    assertThat(lines.get(0))
        .matches("run +name +experiment +state +started +took +score +updates/s");
    assertThat(lines.get(1))
        .matches("[0-9a-f]{8} +bc-s0 +study +killed +\\d{4}-\\d\\d-\\d\\d .* +12.3 +100");
    assertThat(lines.get(3)).matches("[0-9a-f]{8} +spot-s1 +study +finished .* 110.0 +-");
  }

  @Test
  void runsAreFilteredSortedAndLimited() {
    CommandRun run =
        runs(
            "--where",
            "algorithm=spot",
            "--sort",
            "-seed",
            "--limit",
            "1",
            "--csv",
            "--show",
            "seed");

    assertThat(run.out().lines().toList()).hasSize(2);
    assertThat(run.out().lines().findFirst())
        .hasValue("id,name,experiment,state,started,seconds,score,updates_per_second,seed");
    assertThat(run.out().lines().toList().get(1))
        .matches("[0-9a-f]{32},spot-s1,study,finished,\\S+Z,[0-9.E-]+,110.0,,1");
  }

  @Test
  void jsonHasEverythingThatIsRecorded() {
    assertThat(runs("--where", "algorithm=bc", "--json").out().replaceAll("\\s+", ""))
        .contains("\"name\":\"bc-s0\",\"experiment\":\"study\",\"state\":\"killed\"")
        .contains("\"eval/normalized_score\":{\"step\":5,\"value\":12.25}")
        .contains("\"regularizer.lambda\":\"0.5\"")
        .contains("\"configuration\":");
  }

  @Test
  void noMatchingRunIsNoError() {
    CommandRun run = runs("--where", "seed>100");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .isEqualToIgnoringNewLines("no run in " + mlruns + " meets all conditions");
    assertThat(runs("--where", "seed>100", "--json").out()).isEqualToIgnoringWhitespace("[]");
  }

  @Test
  void wrongInputIsAnsweredWithTheKnownNames() {
    assertThat(runs("--experiment", "studdy").err())
        .contains("there is no experiment 'studdy' in " + mlruns)
        .contains("did you mean 'study'? (known: study)");
    assertThat(runs("--show", "eval/normalised_score").err())
        .contains("did you mean 'eval/normalized_score'?");
    assertThat(runs("--sort", "sed").err()).contains("did you mean 'seed'?");
    assertThat(runs("--limit", "0").exitCode()).isEqualTo(2);
    CommandRun none = CommandRun.of("runs", "--in", temp.resolve("nowhere").toString());
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).contains("there are no runs in " + temp.resolve("nowhere"));
  }

  @Test
  void twoRunsAreComparedSideBySide() {
    CommandRun run = runs("compare", "spot-s1", "bc-s0", "--all");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines().map(line -> line.replaceAll(" +", " ")))
        .contains(" spot-s1 bc-s0", "state finished killed")
        .containsSubsequence(
            "settings that differ",
            "algorithm.type spot bc",
            "seed 1 0",
            "regularizer.lambda - 0.5",
            "metrics",
            "final/normalized_score 110.0 -",
            "eval/normalized_score - 12.25");
  }

  @Test
  void groupsHaveTheStatisticsOfTheirSeeds() {
    // Mean 100, std sqrt(200) = 14.14; t(0.975, 1) = 12.706: 100 +- 12.706 * 10 = -27.06 to 227.1.
    assertThat(runs("compare", "--group-by", "algorithm").out().lines())
        .map(line -> line.replaceAll(" +", " "))
        .containsExactly(
            "final/normalized_score",
            "algorithm seeds mean +- std over seeds 95 % CI min max",
            "spot 2 100.0 +- 14.14 -27.06 to 227.1 90.00 110.0",
            "note: excluded 1 run not in state finished: bc-s0 (killed)");
    assertThat(
            runs("compare", "--group-by", "algorithm", "--csv", "--where", "seed=0").out().lines())
        .containsExactly(
            "algorithm,settings,metric,seeds,mean,std,ci95_low,ci95_high,min,max",
            "spot,,final/normalized_score,1,90.0,,,,90.0,90.0");
    assertThat(runs("compare", "--group-by", "algorithm", "--json").out().replaceAll("\\s+", ""))
        .contains("\"by\":{\"algorithm\":\"spot\"}")
        .contains("\"count\":2,\"mean\":100.0,");
  }
}

package org.spotrl.studies.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.tracking.RunDescription;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.mlflow.folder.FolderTracker;
import org.spotrl.studies.statistics.SeedStatistics;

class RunGroupsTest {

  private static final String SCORE = "final/normalized_score";

  @TempDir private Path temp;
  private TestRuns runs;

  @BeforeEach
  void begin() {
    runs = new TestRuns(temp.resolve("mlruns"));
  }

  @Test
  void eachGroupHasTheStatisticsOfItsSeeds() {
    runs.finished("spot", 0, 90);
    runs.finished("spot", 1, 100);
    runs.finished("bc", 0, 10);
    runs.finished("spot", 2, 110);

    RunGroups groups = RunGroups.of(runs.records(), List.of("algorithm"), SCORE);

    assertThat(groups.groups())
        .extracting(RunGroups.Group::values)
        .containsExactly(List.of("bc"), List.of("spot"));
    SeedStatistics spot = groups.groups().get(1).statistics();
    assertThat(spot.count()).isEqualTo(3);
    assertThat(spot.mean()).isEqualTo(100);
    assertThat(spot.std()).isEqualTo(10);
    assertThat(groups.notes()).isEmpty();
  }

  @Test
  void aRepeatedSeedCountsOnceWithItsLatestRun() {
    runs.finished("spot", 0, 90);
    TrackedRun again = runs.finished("spot", 0, 90);
    runs.finished("spot", 1, 100);

    RunGroups groups = RunGroups.of(runs.records(), List.of("algorithm"), SCORE);

    assertThat(groups.groups().get(0).statistics().count()).isEqualTo(2);
    assertThat(groups.groups().get(0).runs()).extracting(r -> r.run().id()).contains(again.id());
    assertThat(groups.notes())
        .containsExactly("excluded 1 run: a later run has the same configuration and seed");
  }

  @Test
  void unfinishedRunsAndRunsWithoutTheMetricAreExcludedAndListed() {
    runs.finished("spot", 0, 90);
    runs.started("spot", 1, Map.of()).metrics(1, Map.of(SCORE, 1.0));
    runs.started("spot", 2, Map.of()).metrics(1, Map.of(SCORE, 1.0));
    runs.started("spot", 3, Map.of()).finish(RunStatus.FINISHED);

    RunGroups groups = RunGroups.of(runs.records(), List.of("algorithm"), SCORE);

    assertThat(groups.groups().get(0).statistics().count()).isEqualTo(1);
    assertThat(groups.notes())
        .containsExactly(
            "excluded 2 runs not in state finished: spot-s1 (running), spot-s2 (running)",
            "excluded 1 run without final/normalized_score: spot-s3 (finished)");
  }

  @Test
  void aGroupWithSeveralConfigurationsIsSplitAndANoteSaysWhatDiffers() {
    finished("spot", 0, Map.of("lambda", "0.1", "checkpoint.keep", "1"), 1);
    finished("spot", 1, Map.of("lambda", "0.5", "checkpoint.keep", "2"), 2);
    finished("spot", 1, Map.of("lambda", "0.1", "checkpoint.keep", "1"), 3);

    RunGroups groups = RunGroups.of(runs.records(), List.of("algorithm"), SCORE);

    assertThat(groups.groups())
        .extracting(g -> g.settings() + " " + g.statistics().count() + " " + g.statistics().mean())
        .containsExactlyInAnyOrder("{lambda=0.1} 2 2.0", "{lambda=0.5} 1 2.0");
    assertThat(groups.notes())
        .containsExactly(
            "the runs of spot differ not only in the seed but also in lambda: each configuration"
                + " has its own line");
    assertThat(RunGroups.of(runs.records(), List.of("algorithm", "lambda"), SCORE).notes())
        .isEmpty();
    assertThat(RunGroups.of(runs.records(), List.of("configuration"), SCORE).groups()).hasSize(2);
  }

  @Test
  void configurationsWithManyDifferencesAreLabelledByMethod() {
    finished("spot", 0, Map.of("lambda", "0.1"), 1);
    finished("bc", 0, Map.of("hidden", "[1]"), 2);

    assertThat(RunGroups.of(runs.records(), List.of("seed"), SCORE).groups())
        .extracting(RunGroups.Group::settings)
        .containsExactlyInAnyOrder(Map.of("method", "spot"), Map.of("method", "bc"));
  }

  @Test
  void runsOfEarlierVersionsAreGroupedByTheirConfigHash() {
    String hash = "0123456789abcdef".repeat(4);
    for (int seed : List.of(0, 1)) {
      earlier(seed, Map.of("config_hash", hash), "0.1", seed);
    }
    earlier(2, Map.of("config_hash", "f" + hash.substring(1)), "0.5", 2);

    List<RunGroups.Group> groups = RunGroups.of(runs.records(), List.of("method"), SCORE).groups();

    assertThat(groups)
        .extracting(g -> g.values() + " " + g.settings() + " " + g.statistics().count())
        .containsExactlyInAnyOrder("[td3] {lambda=0.1} 2", "[td3] {lambda=0.5} 1");
  }

  @Test
  void runsWithoutAHashAreGroupedByTheirParameters() {
    earlier(0, Map.of(), "0.1", 1);
    earlier(1, Map.of(), "0.1", 2);
    earlier(0, Map.of(), "0.5", 3);

    assertThat(RunGroups.of(runs.records(), List.of("method"), SCORE).groups())
        .extracting(g -> g.settings() + " " + g.statistics().count())
        .containsExactlyInAnyOrder("{lambda=0.1} 2", "{lambda=0.5} 1");
  }

  private void earlier(int seed, Map<String, String> tags, String lambda, double score) {
    TrackedRun run =
        new FolderTracker(temp.resolve("mlruns"))
            .start(
                new RunDescription(
                    "study",
                    "mine",
                    "",
                    Map.of("algorithm.type", "td3", "seed", "" + seed, "lambda", lambda),
                    tags,
                    "test"));
    run.metrics(1, Map.of(SCORE, score));
    run.finish(RunStatus.FINISHED);
  }

  private void finished(String method, int seed, Map<String, String> settings, double score) {
    TrackedRun run = runs.started(method, seed, settings);
    run.metrics(1, Map.of(SCORE, score));
    run.finish(RunStatus.FINISHED);
  }

  @Test
  void differingParametersAreListedForEachRun() {
    runs.started("spot", 0, Map.of("lambda", "0.1", "tau", "0.005"));
    runs.started("bc", 0, Map.of("tau", "0.005"));

    List<RunRecord> sorted = RunKeys.sorted(runs.records(), List.of("algorithm"));

    assertThat(ParameterDifferences.of(sorted))
        .containsExactly(
            Map.entry("algorithm.type", List.of("bc", "spot")),
            Map.entry("lambda", List.of("-", "0.1")));
  }
}

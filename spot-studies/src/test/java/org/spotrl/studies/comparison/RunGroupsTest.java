package org.spotrl.studies.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.tracking.TrackedRun;

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

    RunGroups groups = RunGroups.of(runs.facts(), List.of("algorithm"), SCORE);

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
  void aSeedThatRanTwiceCountsOnceWithItsLatestRun() {
    runs.finished("spot", 0, 90);
    TrackedRun again = runs.finished("spot", 0, 90);
    runs.finished("spot", 1, 100);

    RunGroups groups = RunGroups.of(runs.facts(), List.of("algorithm"), SCORE);

    assertThat(groups.groups().get(0).statistics().count()).isEqualTo(2);
    assertThat(groups.groups().get(0).runs()).extracting(r -> r.run().id()).contains(again.id());
    assertThat(groups.notes())
        .containsExactly(
            "1 left out: the same configuration and seed ran again later, so they are not another seed");
  }

  @Test
  void aRunWithoutTheMetricIsLeftOutAndNamed() {
    runs.finished("spot", 0, 90);
    runs.started("spot", 1, Map.of());

    RunGroups groups = RunGroups.of(runs.facts(), List.of("algorithm"), SCORE);

    assertThat(groups.groups().get(0).statistics().count()).isEqualTo(1);
    assertThat(groups.notes())
        .containsExactly("1 left out: no final/normalized_score in spot-s1 (running)");
  }

  @Test
  void aGroupOfUnlikeRunsIsTold() {
    runs.started("spot", 0, Map.of("lambda", "0.1", "checkpoint.keep", "1"))
        .metrics(1, Map.of(SCORE, 1.0));
    runs.started("spot", 1, Map.of("lambda", "0.5", "checkpoint.keep", "2"))
        .metrics(1, Map.of(SCORE, 2.0));

    assertThat(RunGroups.of(runs.facts(), List.of("algorithm"), SCORE).notes())
        .containsExactly(
            "the runs of spot differ by more than their seed, in lambda: add --group-by or --where");
    assertThat(RunGroups.of(runs.facts(), List.of("algorithm", "lambda"), SCORE).notes()).isEmpty();
  }

  @Test
  void settingsThatDifferAreListedRunByRun() {
    runs.started("spot", 0, Map.of("lambda", "0.1", "tau", "0.005"));
    runs.started("bc", 0, Map.of("tau", "0.005"));

    List<RunRecord> sorted = RunKeys.sorted(runs.facts(), List.of("algorithm"));

    assertThat(ParameterDifferences.of(sorted))
        .containsExactly(
            Map.entry("algorithm.type", List.of("bc", "spot")),
            Map.entry("lambda", List.of("-", "0.1")));
  }
}

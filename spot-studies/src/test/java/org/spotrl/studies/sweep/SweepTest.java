package org.spotrl.studies.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.experiments.config.Settings;
import org.spotrl.experiments.run.StopSignal;
import org.spotrl.experiments.wiring.SpotInjector;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.FolderTracker;
import org.spotrl.studies.study.RecordedStudy;
import org.spotrl.studies.study.RunProgress;
import org.spotrl.studies.study.Study;
import org.spotrl.studies.study.StudyLoader;
import org.spotrl.studies.study.StudyRecord;

/** The sweep with shell scripts in place of the processes that train. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the processes are shell scripts")
class SweepTest {

  private static final String WORKS = "echo phases policy; echo score 100 42.5; exit 0";

  @TempDir private Path folder;

  private final Map<String, Integer> launched = new HashMap<>();
  private FolderRuns runs = new FolderRuns(Path.of("unset"));
  private int jobs = 2;

  @BeforeEach
  void writeTheBase() throws IOException {
    runs = new FolderRuns(folder.resolve("mlruns"));
    Files.writeString(
        folder.resolve("base.yaml"),
        """
        dataset: {type: collected, environment: maze2d-umaze-v1}
        algorithm: {type: spot, updates: 100}
        """);
  }

  @Test
  void everyRunIsLaunchedOnceAndItsScoreIsRead() throws IOException {
    SweepState end = sweep("0-2", key -> WORKS, new StopSignal());

    assertThat(end.isFinished()).isTrue();
    assertThat(end.runs()).extracting(SweepState.State::score).containsOnly(42.5);
    assertThat(launched).hasSize(3).allSatisfy((key, count) -> assertThat(count).isEqualTo(1));
  }

  @Test
  void aFailedRunHasItsReasonAndDoesNotStopTheOthers() throws IOException {
    SweepState end =
        sweep(
            "0-2",
            key -> key.endsWith("s1") ? "echo 'error: no such file' >&2; exit 2" : WORKS,
            new StopSignal());

    assertThat(end.count(RunProgress.FINISHED)).isEqualTo(2);
    assertThat(end.runs().get(1).progress()).isEqualTo(RunProgress.FAILED);
    assertThat(end.runs().get(1).reason()).isEqualTo("no such file");
  }

  @Test
  void aKilledProcessIsStartedAgain() throws IOException {
    Path mark = folder.resolve("killed");

    SweepState end =
        sweep(
            "0",
            key -> "if [ -e %1$s ]; then %2$s; fi; touch %1$s; kill -9 $$".formatted(mark, WORKS),
            new StopSignal());

    assertThat(end.isFinished()).isTrue();
    assertThat(launched.values()).containsExactly(2);
  }

  @Test
  void ofAThousandRunsNoneIsLostIfATenthOfTheirProcessesIsKilled() throws IOException {
    jobs = 50;

    SweepState end =
        sweep(
            "0-999",
            key -> {
              String once = WORKS;
              if (key.endsWith("7")) {
                Path mark = folder.resolve("killed-" + key);
                once =
                    "if [ -e %1$s ]; then %2$s; fi; touch %1$s; kill -9 $$".formatted(mark, WORKS);
              }
              return once;
            },
            new StopSignal());

    assertThat(end.isFinished()).isTrue();
    assertThat(launched).hasSize(1000);
    assertThat(launched.values().stream().mapToInt(count -> count).sum()).isEqualTo(1100);
  }

  @Test
  void aRunThatIsAlwaysKilledFailsAfterFiveProcesses() throws IOException {
    SweepState end = sweep("0", key -> "kill -9 $$", new StopSignal());

    assertThat(launched.values()).containsExactly(5);
    assertThat(end.runs().get(0).reason())
        .startsWith("its process was killed 5 times (exit code 137)");
  }

  @Test
  void aStopClosesTheInputOfTheProcessesAndStartsNoOthers() throws IOException {
    StopSignal stop = new StopSignal();

    SweepState end =
        sweep(
            "0-4",
            key -> {
              stop.request();
              return "cat > /dev/null; exit 143";
            },
            stop);

    assertThat(end.count(RunProgress.STOPPED)).isEqualTo(launched.size()).isLessThan(5);
    assertThat(end.count(RunProgress.PENDING)).isEqualTo(5L - launched.size());
  }

  @Test
  void aRunThatFailedBeforeItBeganIsNotRepeatedUnlessAsked() throws IOException {
    sweep("0", key -> "echo error: broken; exit 2", new StopSignal());

    SweepState again = sweep("0", key -> WORKS, new StopSignal());
    assertThat(again.runs().get(0).progress()).isEqualTo(RunProgress.FAILED);
    assertThat(again.runs().get(0).reason()).isEqualTo("broken");

    assertThat(sweep("0", key -> WORKS, new StopSignal(), true).isFinished()).isTrue();
  }

  @Test
  void aStudyMayGrowButNotChange() throws IOException {
    sweep("0", key -> WORKS, new StopSignal());

    assertThat(sweep("0-1", key -> WORKS, new StopSignal()).runs()).hasSize(2);

    assertThatThrownBy(() -> sweep("1", key -> WORKS, new StopSignal()))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("the study 'base-sweep' is recorded with other settings:")
        .hasMessageContaining("seed 0 is not in the file any more")
        .hasMessageContaining("--name base-sweep-2");
    Files.writeString(
        folder.resolve("base.yaml"),
        """
        dataset: {type: collected, environment: maze2d-umaze-v1}
        algorithm: {type: spot, updates: 101}
        """);
    assertThatThrownBy(() -> sweep("0-1", key -> WORKS, new StopSignal()))
        .hasMessageContaining("arm 'base' on maze2d-umaze-v1: its settings have changed");
  }

  @Test
  void oneProcessAtATimeRunsAStudy() {
    Study study = study("0");
    try (StudyRecord record = StudyRecord.open(study, runs, tracker())) {
      assertThat(record.logs()).exists();
      assertThatThrownBy(() -> StudyRecord.open(study, runs, tracker()))
          .hasMessage(
              "another process runs the study 'base-sweep'; wait until it ends, or stop it");
    }
  }

  private interface Script {
    String of(String key);
  }

  private SweepState sweep(String seeds, Script script, StopSignal stop) throws IOException {
    return sweep(seeds, script, stop, false);
  }

  private SweepState sweep(String seeds, Script script, StopSignal stop, boolean retry)
      throws IOException {
    try (StudyRecord record = StudyRecord.open(study(seeds), runs, tracker())) {
      RunProcess.Launcher launcher =
          key -> {
            launched.merge(key, 1, Integer::sum);
            return new ProcessBuilder("sh", "-c", script.of(key)).redirectErrorStream(true).start();
          };
      return new Sweep(RecordedStudy.get(runs, "base-sweep"), record, launcher, jobs, retry)
          .run(stop, state -> {});
    }
  }

  private FolderTracker tracker() {
    return new FolderTracker(folder.resolve("mlruns"));
  }

  private Study study(String seeds) {
    return SpotInjector.create(Optional.empty())
        .getInstance(StudyLoader.class)
        .load(
            folder.resolve("base.yaml"),
            new StudyLoader.Changes("", seeds, Settings.of(List.of()), Settings.NONE));
  }
}

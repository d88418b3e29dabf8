package org.spotrl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.experiments.run.LocalRun;
import org.spotrl.experiments.wiring.NeedsMujoco;
import org.spotrl.mlflow.RunView;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.mlflow.format.RunState;
import org.spotrl.studies.study.RecordedStudy;

/**
 * A study in real processes: killed at random moments, it ends with the same runs.
 *
 * <p>{@code -Dspot.kill.seed=N} repeats a failure.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SweepCommandTest {

  private static final String BASE =
      """
      dataset: {type: collected, environment: maze2d-umaze-v1, steps: 3000}
      algorithm: {type: td3, updates: 400, batch_size: 16, actor_hidden: [16], critic_hidden: [16]}
      evaluation: {every_updates: 100, episodes: 2}
      checkpoint: {every_updates: 50}
      diagnostics: []
      """;
  private static final String STUDY =
      """
      study: kills
      description: Two arms with two seeds.
      base: base.yaml
      seeds: 0-1
      reference: td3
      arms:
        td3:
        wide: {actor_hidden: [24]}
      """;

  private final long seed = Long.getLong("spot.kill.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @TempDir static Path temp;
  private Map<String, RunView> untouched = Map.of();

  @BeforeAll
  void runWithoutAKill() throws Exception {
    NeedsMujoco.check();
    Path folder = folder("untouched");
    // Its processes share the data; those of the killed study do not, and have the same results.
    Path cache = temp.resolve("cache");
    SpotProcess sweep =
        SpotProcess.start(folder, SpotProcess.withCaches(cache), "sweep", "study.yaml");
    assertThat(sweep.await()).as(sweep::output).isZero();
    assertThat(cache.resolve("spot/data"))
        .isDirectoryRecursivelyContaining("glob:**rows.f32")
        .isDirectoryRecursivelyContaining("glob:**state.safetensors");
    assertThat(sweep.output())
        .contains("study kills: 4 runs")
        .contains("td3-maze2d-umaze-v1-s0 finished, score ")
        .contains("compare: spot report kills");
    untouched = study(folder).runs();
    assertThat(untouched).hasSize(4);
  }

  @Test
  void aSweepWhoseProcessesAreKilledEndsWithTheSameRuns() throws Exception {
    Path folder = folder("killed");
    for (int i = 0; i < 3; i++) {
      SpotProcess sweep = SpotProcess.start(folder, "sweep", "study.yaml");
      TimeUnit.MILLISECONDS.sleep(2_000 + random.nextInt(6_000));
      List<ProcessHandle> tasks = sweep.children();
      // In turn the sweep itself, one of its runs, both.
      if (i != 1) {
        sweep.kill();
      }
      if (i != 0 && !tasks.isEmpty()) {
        tasks.get(random.nextInt(tasks.size())).destroyForcibly();
      }
      if (i == 1) {
        sweep.terminate();
      }
      for (ProcessHandle task : tasks) {
        task.onExit().get(60, TimeUnit.SECONDS);
      }
    }
    SpotProcess last = SpotProcess.start(folder, "sweep", "study.yaml");
    assertThat(last.await()).as(() -> last.output() + "\n-Dspot.kill.seed=" + seed).isZero();

    RecordedStudy study = study(folder);
    assertThat(study.record().state()).isEqualTo(RunState.FINISHED);
    assertThat(study.runs()).hasSize(4);
    for (Map.Entry<String, RunView> run : study.runs().entrySet()) {
      RunView same = Objects.requireNonNull(untouched.get(run.getKey()));
      assertThat(run.getValue().state()).isEqualTo(RunState.FINISHED);
      assertThat(policy(run.getValue()))
          .as("seed %d, run %s", seed, run.getKey())
          .isEqualTo(policy(same));
      assertThat(scores(run.getValue())).isEqualTo(scores(same));
    }
    // The same command runs nothing again.
    SpotProcess again = SpotProcess.start(folder, "sweep", "study.yaml", "--status");
    assertThat(again.await()).as(again::output).isZero();
    assertThat(again.output()).contains("2/2");
  }

  /** The folder of a run is there before its configuration: a kill between them leaves no more. */
  @Test
  void aRunThatWasKilledBeforeItBeganStartsAnew() throws Exception {
    Path folder = temp.resolve("early");
    copy(temp.resolve("untouched"), folder);
    Map.Entry<String, RunView> any = study(folder).runs().entrySet().iterator().next();
    RecordedRun run = (RecordedRun) any.getValue();
    byte[] expected = policy(run);
    Path meta = run.folder().resolve("meta.yaml");
    Files.writeString(meta, Files.readString(meta).replaceFirst("status: 3", "status: 1"));
    Files.delete(new LocalRun(run.artifacts()).config());

    SpotProcess sweep = SpotProcess.start(folder, "sweep", "study.yaml");
    assertThat(sweep.await()).as(sweep::output).isZero();

    RunView anew = Objects.requireNonNull(study(folder).runs().get(any.getKey()));
    assertThat(anew.id()).isNotEqualTo(run.id());
    assertThat(Files.readString(meta)).as("not shown as running for ever").contains("status: 5");
    assertThat(anew.state()).isEqualTo(RunState.FINISHED);
    assertThat(policy(anew)).isEqualTo(expected);
  }

  @Test
  void aDryRunCountsWhatIsLeftAndRefusesWhatASweepWouldRefuse() {
    CommandRun longer = dryRun("--seeds", "0-2");
    assertThat(longer.exitCode()).as(longer.err()).isZero();
    assertThat(longer.out())
        .contains("from 4 recorded runs of the same methods")
        .contains("6 runs, 4 of them finished; dry run, nothing was started");

    CommandRun changed = dryRun("--set", "algorithm.updates=500");
    assertThat(changed.exitCode()).isEqualTo(2);
    assertThat(changed.err()).contains("the study 'kills' is recorded with other settings");
  }

  private static CommandRun dryRun(String... options) {
    Path folder = temp.resolve("untouched");
    List<String> arguments =
        new ArrayList<>(List.of("sweep", folder.resolve("study.yaml").toString(), "--dry-run"));
    arguments.addAll(List.of("--set", "tracking.folder=" + folder.resolve("mlruns")));
    arguments.addAll(List.of(options));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  @Test
  void runsOfAStudyCarryItsTags() {
    for (RunView run : untouched.values()) {
      assertThat(run.tags())
          .containsEntry("spot.study", "kills")
          .containsEntry("study.data", "maze2d-umaze-v1")
          .containsKey("study.arm");
      assertThat(run.experimentName()).isEqualTo("kills");
    }
  }

  @Test
  void theShippedQuickStudyRunsAndHasAReport() throws Exception {
    Path experiments = Path.of("..", "experiments");
    Path folder = Files.createDirectory(temp.resolve("quick"));
    Files.createDirectory(folder.resolve("studies"));
    for (String name : List.of("quickstart.yaml", "quickstart-td3bc.yaml", "studies/quick.yaml")) {
      Files.copy(experiments.resolve(name), folder.resolve(name));
    }

    SpotProcess sweep = SpotProcess.start(folder, "sweep", "studies/quick.yaml");
    assertThat(sweep.await()).as(sweep::output).isZero();
    SpotProcess report = SpotProcess.start(folder, "report", "quick");
    assertThat(report.await()).as(report::output).isZero();

    assertThat(report.output()).contains("6 runs: 6 finished");
    assertThat(Files.readString(folder.resolve("reports/quick/report.html")))
        .contains("gaussian", "td3+bc", "Paired differences to spot");
  }

  private Path folder(String name) throws IOException {
    Path folder = Files.createDirectory(temp.resolve(name));
    Files.writeString(folder.resolve("base.yaml"), BASE);
    Files.writeString(folder.resolve("study.yaml"), STUDY);
    return folder;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }

  private static RecordedStudy study(Path folder) {
    return RecordedStudy.get(new FolderRuns(folder.resolve("mlruns")), "kills");
  }

  private static byte[] policy(RunView run) throws IOException {
    Path artifacts = ((RecordedRun) run).artifacts();
    return Files.readAllBytes(artifacts.resolve(LocalRun.POLICY_WEIGHTS));
  }

  private static Map<String, Double> scores(RunView run) {
    Map<String, Double> scores = new TreeMap<>();
    run.latestMetrics()
        .forEach(
            (name, point) -> {
              if (name.startsWith("final/") || name.startsWith("train/")) {
                scores.put(name, point.value());
              }
            });
    return scores;
  }
}

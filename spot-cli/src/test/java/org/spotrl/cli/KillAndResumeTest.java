package org.spotrl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.tracking.RunDescription;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.experiments.run.LocalRun;
import org.spotrl.experiments.wiring.NeedsMujoco;
import org.spotrl.mlflow.RunView;
import org.spotrl.mlflow.Runs;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.FolderTracker;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.mlflow.format.MetricPoint;
import org.spotrl.mlflow.format.RunState;
import org.spotrl.mlflow.server.MlflowTrackingServer;
import org.spotrl.mlflow.server.ServerRuns;
import org.spotrl.mlflow.ui.MlflowUi;
import org.spotrl.mlflow.ui.UiOptions;

/**
 * A killed and resumed run ends with the same bytes and metric points as an uninterrupted one.
 *
 * <p>The moments of the kills are random; {@code -Dspot.kill.seed=N} repeats a failure.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KillAndResumeTest {

  private static final int DENSITY_UPDATES = 300;
  private static final int POLICY_UPDATES = 600;
  private static final int SAVE_EVERY = 50;

  private static final String EXPERIMENT =
      """
      experiment: kills
      seed: 3
      dataset: {type: collected, environment: maze2d-umaze-v1, steps: 3000}
      algorithm:
        type: spot
        updates: %d
        batch_size: 16
        actor_hidden: [16, 16]
        critic_hidden: [16, 16]
        regularizer:
          type: density
          lambda: 0.5
          density: {type: cvae, hidden: [16, 16], batch_size: 16, updates: %d}
      evaluation: {every_updates: 100, episodes: 6}
      checkpoint: {every_updates: %d, keep: 2, keep_final: true}
      tracking: {log_every_updates: 20, system_metrics_seconds: 1, register: killed}
      diagnostics: [support, episodes, {type: pictures, states: 2}, rollouts]
      """
          .formatted(POLICY_UPDATES, DENSITY_UPDATES, SAVE_EVERY);

  private final long seed = Long.getLong("spot.kill.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @TempDir static Path temp;
  private RecordedRun untouched;

  @BeforeAll
  void runWithoutAKill() throws Exception {
    NeedsMujoco.check();
    Path folder = folder("untouched");
    SpotProcess process = SpotProcess.start(folder, "run", "experiment.yaml");
    assertThat(process.await()).as(process::output).isZero();
    untouched = onlyRun(folder);
    assertThat(points(untouched)).isNotEmpty();
  }

  @Test
  void aRunKilledAgainAndAgainEndsTheSame() throws Exception {
    Path folder = folder("killed");
    SpotProcess collecting = SpotProcess.start(folder, "run", "experiment.yaml");
    collecting.await(() -> collecting.output().contains("collecting"));
    collecting.kill();

    SpotProcess beginning = goOn(folder);
    beginning.await(() -> has(folder, "config/experiment.yaml"));
    beginning.kill();
    assertThat(has(folder, "checkpoints")).as("saved before the kill").isFalse();

    List<Long> moments = new ArrayList<>();
    // One kill in each third of the updates.
    int third = (DENSITY_UPDATES + POLICY_UPDATES) / 3;
    for (int i = 0; i < 3; i++) {
      long moment = (long) i * third + random.nextInt(third);
      moments.add(moment);
      SpotProcess process = goOn(folder);
      killSoonAfter(process, () -> updates(folder) >= moment);
    }
    SpotProcess ending = goOn(folder);
    killSoonAfter(ending, () -> has(folder, "policy"));
    finish(folder);

    assertEndsTheSame(
        folder, "killed while collecting, at the start, at updates " + moments + " and at the end");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no signals: destroying is killing")
  void aStoppedRunSavesAndResumesToTheSameEnd() throws Exception {
    Path folder = folder("stopped");
    SpotProcess process = SpotProcess.start(folder, "run", "experiment.yaml");
    // Not near the end, so that the run is still training.
    long moment = 50L + random.nextInt(DENSITY_UPDATES);
    process.await(() -> updates(folder) >= moment);
    // 128 + 15, the number of SIGTERM.
    assertThat(process.terminate()).isEqualTo(143);

    RecordedRun stopped = onlyRun(folder);
    assertThat(stopped.state()).as(process::output).isEqualTo(RunState.KILLED);
    assertThat(process.output())
        .contains("stopping: the run saves a checkpoint first")
        .contains("stopped, checkpoint saved; resume with:\n  spot resume " + stopped.id());

    finish(folder);

    assertEndsTheSame(folder, "stopped at update " + moment);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no signals: destroying is killing")
  void aRunStoppedWhileItCollectsEndsAtOnceAndLeavesNothing() throws Exception {
    Path folder = folder("collecting");
    SpotProcess process =
        SpotProcess.start(folder, "run", "experiment.yaml", "--set", "dataset.steps=5000000");
    process.await(() -> process.output().contains("collecting"));

    assertThat(process.terminate()).isEqualTo(143);

    assertThat(process.output())
        .contains("stopping: nothing to save yet: the data is being prepared")
        .doesNotContain("resume", "error", "Exception");
    assertThat(runs(folder)).isEmpty();
  }

  /** The episodes take seconds, much longer than noticing that they have begun. */
  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no signals: destroying is killing")
  void aRunStoppedDuringAnEvaluationRepeatsItAndEndsTheSame() throws Exception {
    String[] run = {
      "run", "experiment.yaml", "--set", "evaluation={every_updates: 100, episodes: 300}",
      "--set", "algorithm.updates=100", "--set", "algorithm.regularizer.density.updates=100"
    };
    Path untouchedFolder = folder("evaluated");
    SpotProcess whole = SpotProcess.start(untouchedFolder, run);
    assertThat(whole.await()).as(whole::output).isZero();
    Path folder = folder("evaluating");
    SpotProcess process = SpotProcess.start(folder, run);
    process.await(() -> last(folder, "train/critic_loss") == 100);

    assertThat(process.terminate()).isEqualTo(143);

    assertThat(process.output())
        .contains("stopping: the run saves a checkpoint first", "stopped, checkpoint saved")
        .doesNotContain("evaluated  ");
    RecordedRun stopped = onlyRun(folder);
    assertThat(stopped.state()).isEqualTo(RunState.KILLED);
    assertThat(stopped.latestMetrics()).doesNotContainKey("eval/return_mean");
    finish(folder);
    RecordedRun expected = onlyRun(untouchedFolder);
    assertThat(points(onlyRun(folder))).isEqualTo(points(expected));
    assertThat(onlyRun(folder).artifacts().resolve("policy/policy.safetensors"))
        .hasSameBinaryContentAs(expected.artifacts().resolve("policy/policy.safetensors"));
  }

  @Test
  void aKilledLongerRunEndsLikeOneTrainedFromTheStart() throws Exception {
    Path folder = folder("longer");
    SpotProcess shorter =
        SpotProcess.start(folder, "run", "experiment.yaml", "--set", "algorithm.updates=400");
    assertThat(shorter.await()).as(shorter::output).isZero();
    RecordedRun parent = onlyRun(folder);

    SpotProcess process =
        SpotProcess.start(
            folder, "run", "--from", parent.id(), "--set", "algorithm.updates=" + POLICY_UPDATES);
    process.await(() -> new FolderRuns(folder.resolve("mlruns")).runs().size() == 2);
    process.await(() -> process.output().contains("evaluated  after 500 updates"));
    process.kill();
    RecordedRun fork = new FolderRuns(folder.resolve("mlruns")).runs().get(0);
    SpotProcess resumed = SpotProcess.start(folder, "resume", fork.id());
    assertThat(resumed.await()).as(resumed::output).isZero();

    assertThat(process.output()).contains("the same bits as training from the start");
    assertThat(fork.tags())
        .containsEntry("spot.parent_run", parent.id())
        .containsEntry("configuration", untouched.tags().get("configuration"))
        .containsEntry("method", untouched.tags().get("method"));
    assertThat(fork.name()).isEqualTo(untouched.name());
    for (String file :
        List.of("policy/policy.safetensors", "checkpoints/step-000000900/state.safetensors")) {
      assertThat(fork.artifacts().resolve(file))
          .as(file)
          .hasSameBinaryContentAs(untouched.artifacts().resolve(file));
    }
  }

  @Test
  void picturesChangeNothing() throws Exception {
    Path folder = folder("plain");
    SpotProcess process =
        SpotProcess.start(
            folder, "run", "experiment.yaml", "--set", "diagnostics=[support, episodes]");
    assertThat(process.await()).as(process::output).isZero();

    RecordedRun run = onlyRun(folder);
    assertThat(has(folder, "images")).isFalse();
    assertThat(points(run)).isEqualTo(points(untouched));
    assertThat(run.artifacts().resolve("checkpoints/step-000000900/state.safetensors"))
        .hasSameBinaryContentAs(
            untouched.artifacts().resolve("checkpoints/step-000000900/state.safetensors"));
  }

  @Test
  void aRunWithoutItsFolderResumesFromTheServerAndEndsTheSame() throws Exception {
    Path folder = folder("lost");
    try (MlflowUi mlflow = mlflow()) {
      String url = mlflow.url();
      loseTheFolder(folder, url.substring(0, url.indexOf("/#")).replaceFirst("/$", ""));
    }
  }

  private void loseTheFolder(Path folder, String server) throws Exception {
    SpotProcess process = SpotProcess.start(folder, "run", "experiment.yaml");
    List<Long> moments = new ArrayList<>();
    String id = "";
    // Each kill is after a checkpoint, and later points are on the server, too.
    for (int i = 0; i < 2; i++) {
      long moment = 100L + 400L * i + random.nextInt(200);
      moments.add(moment);
      killSoonAfter(process, () -> updates(folder) >= moment);
      id = onlyRun(folder).id();
      SpotProcess push = SpotProcess.start(folder, "push", "--to", server);
      assertThat(push.await()).as(push::output).isZero();
      // The rest of the first folder is not a run any more.
      Files.delete(onlyRun(folder).folder().resolve("meta.yaml"));
      process = SpotProcess.start(folder, "resume", id, "--in", server);
    }
    assertThat(process.await()).as(process::output).isZero();

    assertThat(process.output()).contains("pulled ", "server     the run is complete there");
    assertEndsTheSame(folder, "brought back from a server at updates " + moments);
    // This server stores a point twice if it is also a metric of a model; databases do not.
    assertThat(pointsOnServer(server, id).stream().distinct().toList())
        .isEqualTo(points(untouched));
  }

  private Path folder(String name) throws IOException {
    Path folder = Files.createDirectory(temp.resolve(name));
    Files.writeString(folder.resolve("experiment.yaml"), EXPERIMENT);
    return folder;
  }

  /** Resumes the run, or starts it if it was killed before it was recorded. */
  private static SpotProcess goOn(Path folder) throws IOException {
    return has(folder, "config/experiment.yaml")
        ? SpotProcess.start(folder, "resume", onlyRun(folder).id())
        : SpotProcess.start(folder, "run", "experiment.yaml");
  }

  private static void finish(Path folder) throws Exception {
    SpotProcess process = goOn(folder);
    assertThat(process.await()).as(process::output).isZero();
  }

  /** Kills at a moment during training, saving, evaluating or recording. */
  private void killSoonAfter(SpotProcess process, BooleanSupplier condition)
      throws InterruptedException {
    process.await(condition);
    long end = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(random.nextInt(30_000));
    process.await(() -> System.nanoTime() >= end);
    process.kill();
  }

  private void assertEndsTheSame(Path folder, String how) throws IOException {
    RecordedRun run = onlyRun(folder);
    String what = how + ", seed " + seed;
    assertThat(run.state()).as(what).isEqualTo(RunState.FINISHED);
    assertThat(points(run)).as(what).isEqualTo(points(untouched));
    assertThat(samples(run)).as(what).isNotEmpty().doesNotHaveDuplicates().isSorted();
    assertThat(samples(run)).as(what).startsWith(0L).endsWith(samples(run).size() - 1L);
    String best = untouched.tags().get("spot.best_checkpoint_artifact");
    assertThat(run.tags())
        .as(what)
        .containsEntry("spot.best_checkpoint_artifact", best)
        .containsEntry("mlflow.latest_checkpoint_artifact", "checkpoints/step-000000900");
    assertThat(names(run.artifacts().resolve("checkpoints")))
        .as(what)
        .isEqualTo(names(untouched.artifacts().resolve("checkpoints")))
        .hasSize(3);
    for (String file :
        List.of(
            "checkpoints/step-000000900/state.safetensors",
            "checkpoints/step-000000850/state.safetensors",
            best + "/policy.safetensors",
            best + "/best.json",
            "policy/policy.safetensors",
            "tables/evaluation.json")) {
      assertThat(run.artifacts().resolve(file))
          .as("%s, %s", file, what)
          .hasSameBinaryContentAs(untouched.artifacts().resolve(file));
    }
    assertThat(pictures(run)).as(what).hasSize(2 * 7 + 6).isEqualTo(pictures(untouched));
    Path registered = run.folder().resolve("../../models/killed");
    assertThat(names(registered)).as(what).containsExactly("aliases", "meta.yaml", "version-1");
    assertThat(entries(run.folder().resolve("outputs"))).as(what).hasSize(1);
    assertThat(entries(run.folder().resolveSibling("models"))).as(what).hasSize(1);
  }

  /**
   * All points as "name step value", in the order of each file. Times have no values, and system
   * metrics are left out, because their number depends on the duration.
   */
  private static List<String> points(RunView run) {
    List<String> points = new ArrayList<>();
    for (String name : run.latestMetrics().keySet()) {
      boolean measured = name.startsWith("time/");
      if (name.startsWith("system/")) {
        continue;
      }
      for (MetricPoint point : run.history(name)) {
        String value = measured ? "" : " " + point.value();
        points.add(name + " " + point.step() + value);
      }
    }
    return points;
  }

  /** The pictures of a run by series and step; each file has a copy with the same bytes. */
  private static Map<String, List<Byte>> pictures(RecordedRun run) throws IOException {
    Map<String, List<Byte>> pictures = new TreeMap<>();
    for (Path file : entries(run.artifacts().resolve("images"))) {
      String name = file.getFileName().toString();
      List<Byte> bytes = new ArrayList<>();
      for (byte each : Files.readAllBytes(file)) {
        bytes.add(each);
      }
      String twin = name.endsWith("+compressed.png") ? " twin" : "";
      String key = name.substring(0, name.indexOf("+timestamp")) + twin;
      assertThat(pictures.put(key, bytes)).as(key).isNull();
    }
    for (String key : List.copyOf(pictures.keySet())) {
      if (key.endsWith(" twin")) {
        List<Byte> twin = pictures.remove(key);
        assertThat(pictures.get(key.replace(" twin", ""))).isEqualTo(twin);
      }
    }
    return pictures;
  }

  private static List<Long> samples(RecordedRun run) {
    return run.history("system/system_memory_usage_megabytes").stream()
        .map(MetricPoint::step)
        .toList();
  }

  /** A real server with its own folder. */
  private static MlflowUi mlflow() {
    Path served = temp.resolve("server").resolve(LocalRun.DEFAULT_ROOT);
    UiOptions options = new UiOptions(served, "", Duration.ofMinutes(4));
    try {
      // It does not serve a folder without runs.
      new FolderTracker(options.folder())
          .start(new RunDescription("other", "other", "", Map.of(), Map.of(), "a test"))
          .finish(RunStatus.FINISHED);
      return MlflowUi.start(options, line -> {});
    } catch (SpotInputException e) {
      if (!"true".equals(System.getenv("CI"))) {
        assumeTrue(false, e.getMessage());
      }
      return fail(e);
    }
  }

  private static List<String> pointsOnServer(String address, String folderId) {
    try (Runs runs = new ServerRuns(MlflowTrackingServer.at(address, Map.of(), warning -> {}))) {
      List<? extends RunView> found =
          runs.runs().stream().filter(run -> run.folderId().equals(folderId)).toList();
      assertThat(found).hasSize(1);
      return points(found.get(0));
    }
  }

  /** Completed updates of all phases, from the metrics. */
  private static long updates(Path folder) {
    long density = last(folder, "train/density_loss");
    return Math.max(density, DENSITY_UPDATES + last(folder, "train/critic_loss"));
  }

  private static long last(Path folder, String metric) {
    return runs(folder).stream()
        .flatMap(run -> run.history(metric).stream())
        .mapToLong(MetricPoint::step)
        .max()
        .orElse(-DENSITY_UPDATES);
  }

  private static boolean has(Path folder, String artifact) {
    return runs(folder).stream().anyMatch(run -> Files.exists(run.artifacts().resolve(artifact)));
  }

  private static List<RecordedRun> runs(Path folder) {
    return new FolderRuns(folder.resolve(LocalRun.DEFAULT_ROOT)).runs();
  }

  private static RecordedRun onlyRun(Path folder) {
    List<RecordedRun> runs =
        runs(folder).stream()
            .filter(run -> Files.exists(run.artifacts().resolve("config/experiment.yaml")))
            .toList();
    assertThat(runs).hasSize(1);
    return runs.get(0);
  }

  private static List<String> names(Path folder) throws IOException {
    return entries(folder).stream().map(path -> path.getFileName().toString()).sorted().toList();
  }

  private static List<Path> entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList();
    }
  }
}

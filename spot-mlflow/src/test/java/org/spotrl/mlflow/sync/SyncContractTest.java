package org.spotrl.mlflow.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spotrl.api.random.RandomStream;
import org.spotrl.api.tracking.ModelDescription;
import org.spotrl.api.tracking.RunDescription;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.api.tracking.Tracker;
import org.spotrl.mlflow.OtherProcess;
import org.spotrl.mlflow.folder.Examples;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.FolderTracker;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.mlflow.server.FaultyProxy;
import org.spotrl.mlflow.server.FaultyProxy.Fault;
import org.spotrl.mlflow.server.MlflowTrackingServer;
import org.spotrl.mlflow.server.TrackingServer;
import org.spotrl.mlflow.ui.RealMlflow;

/** Runs arrive unchanged at a real MLflow over a faulty connection and after killed processes. */
@Timeout(300)
class SyncContractTest {

  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final SyncTiming PATIENT = new SyncTiming(SHORT, SHORT, SHORT, LONG, LONG, LONG);

  /** Time limit of 2 s for a hanging server. */
  private static final Map<String, String> ENVIRONMENT = Map.of("MLFLOW_HTTP_REQUEST_TIMEOUT", "2");

  private final long seed = Long.getLong("spot.chaos.seed", System.nanoTime());
  private final String study = "study " + UUID.randomUUID();
  private final List<TrackingServer> servers = new ArrayList<>();
  private final List<SyncReport> reports = new ArrayList<>();

  @TempDir private Path temp;
  private Path root;

  @BeforeEach
  void place() {
    root = temp.resolve("mlruns");
  }

  @AfterEach
  void close() {
    servers.forEach(TrackingServer::close);
  }

  @ParameterizedTest
  @EnumSource(names = {"NEWEST", "VERSION_2"})
  void aPushedFolderIsCopiedExactly(RealMlflow mlflow) throws IOException {
    record(new FolderTracker(root));
    TrackingServer server = server(mlflow.address());

    FolderPush.Report first = push(server, new FolderRuns(root).runs());
    FolderPush.Report second = push(server, new FolderRuns(root).runs());

    assertThat(first.faults()).isEmpty();
    assertThat(first.added()).isEqualTo(1);
    assertThat(second).isEqualTo(new FolderPush.Report(0, 0, 1, TransferSize.NONE, Map.of()));
    assertSame(mlflow);
  }

  @ParameterizedTest
  @EnumSource(names = {"NEWEST", "VERSION_2"})
  void runsRecordedByMlflowAreCopiedExactly(RealMlflow mlflow) throws IOException {
    Examples.copyOfResource("written-by-mlflow-3.17.2", root);
    TrackingServer server = server(mlflow.address());

    FolderPush.Report report = push(server, new FolderRuns(root).runs());

    assertThat(report.faults()).isEmpty();
    assertSame(mlflow);
  }

  @ParameterizedTest
  @EnumSource(names = {"NEWEST", "VERSION_2"})
  void aContinuedRunIsCompletedAndPulledBack(RealMlflow mlflow) throws IOException {
    TrackedRun run = record(new FolderTracker(root));
    TrackingServer server = server(mlflow.address());
    push(server, new FolderRuns(root).runs());
    FolderTracker tracker = new FolderTracker(root);
    TrackedRun resumed = tracker.resume(run.id(), System.currentTimeMillis());
    resumed.metrics(1000, Map.of("train/loss", 0.001));
    resumed.finish(RunStatus.KILLED);
    push(server, new FolderRuns(root).runs());
    assertSame(mlflow);

    Path elsewhere = temp.resolve("elsewhere");
    new RunPull(server, (w, d, t, f) -> {}).pull(run.id(), elsewhere);

    Content original = Content.inFolder(only(root)).withoutModels();
    assertThat(Content.inFolder(only(elsewhere))).isEqualTo(original);
  }

  @ParameterizedTest
  @EnumSource(names = {"NEWEST", "VERSION_2"})
  void aFaultyConnectionDoesNotChangeTheResult(RealMlflow mlflow) throws IOException {
    try (FaultyProxy proxy = FaultyProxy.to(mlflow.address())) {
      proxy.chaos(RandomStream.of(seed, "chaos").at(0), 0.2);

      record(tracker(proxy));
      proxy.calm();
    }

    assertThat(reports).as("seed " + seed).hasSize(1);
    assertThat(reports.get(0).fault()).as("seed " + seed).isEmpty();
    assertSame(mlflow);
  }

  @Test
  void aServerThatHangsOrStopsDoesNotChangeTheResult() throws Exception {
    try (FaultyProxy proxy = FaultyProxy.to(RealMlflow.NEWEST.address())) {
      proxy.fail("runs/create", new Fault.LoseAnswer(), 1);
      proxy.fail("runs/log-batch", new Fault.LoseAnswer(), 1);
      proxy.fail("runs/log-batch", new Fault.Hang(), 1);
      proxy.fail("PUT", new Fault.TruncateRequest(), 2);
      proxy.fail("PUT", new Fault.Answer(429, "slower"), 2);
      proxy.fail("logged-models", new Fault.LoseAnswer(), 1);
      proxy.fail("runs/update", new Fault.Answer(500, "oops"), 4);
      TrackedRun run = tracker(proxy).start(description());
      run.metrics(1, Map.of("train/loss", 1.0));
      while (proxy.requests("PUT").isEmpty()) {
        run.text("config/more.txt", "more " + proxy.requests("").size());
        TimeUnit.MILLISECONDS.sleep(20);
      }
      proxy.down();
      fill(run);
      proxy.up();
      run.finish(RunStatus.FINISHED);
    }

    assertThat(reports.get(0).fault()).isEmpty();
    assertSame(RealMlflow.NEWEST);
  }

  @Test
  void aRepeatedlyKilledPushGivesTheSameResult() throws Exception {
    record(new FolderTracker(root));
    record(new FolderTracker(root));
    try (FaultyProxy proxy = FaultyProxy.to(RealMlflow.NEWEST.address())) {
      for (int kill = 0; kill < 4; kill++) {
        int requests = proxy.requests("").size();
        int enough = requests + 3 + 7 * kill;
        Process push = OtherProcess.start("push", root.toString(), proxy.address());
        while (proxy.requests("").size() < enough && push.isAlive()) {
          TimeUnit.MILLISECONDS.sleep(1);
        }
        push.destroyForcibly().waitFor();
      }
      Process push = OtherProcess.start("push", root.toString(), proxy.address());
      assertThat(push.waitFor()).isZero();
    }

    assertSame(RealMlflow.NEWEST);
  }

  @Test
  void concurrentPushesDoNotInterfere() throws Exception {
    record(new FolderTracker(root));
    String address = RealMlflow.NEWEST.address();
    List<Process> pushes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      pushes.add(OtherProcess.start("push", root.toString(), address));
    }

    // 0 for a push that completed, 1 for one that another process locked out.
    for (Process push : pushes) {
      assertThat(push.waitFor()).isIn(0, 1);
    }

    assertSame(RealMlflow.NEWEST);
  }

  private ServerTracker tracker(FaultyProxy proxy) {
    return new ServerTracker(
        new FolderTracker(root),
        () -> MlflowTrackingServer.at(proxy.address(), ENVIRONMENT, warning -> {}),
        notice -> {},
        (what, done, total, figures) -> {},
        reports::add,
        PATIENT);
  }

  private TrackingServer server(String address) {
    TrackingServer server = MlflowTrackingServer.at(address, Map.of(), warning -> {});
    servers.add(server);
    return server;
  }

  private static FolderPush.Report push(TrackingServer server, List<RecordedRun> runs) {
    return new FolderPush(server, (w, d, t, f) -> {}, note -> {}).push(runs);
  }

  private RunDescription description() {
    return new RunDescription(
        study,
        "spot-s0",
        "A *note*, \u03bb.",
        Map.of("algorithm.lambda", "0.5", "density/type", "cvae", "empty", ""),
        Map.of("seed", "0", "experiment.owner", "lab"),
        "x.yaml");
  }

  private TrackedRun record(Tracker tracker) throws IOException {
    TrackedRun run = tracker.start(description());
    fill(run);
    run.finish(RunStatus.FINISHED);
    return run;
  }

  /** Records everything that a run can record, with replaced checkpoints. */
  private void fill(TrackedRun run) throws IOException {
    run.dataset(Examples.DATASET, "training");
    run.text("config/experiment of \u00fc.yaml", "seed: 0\n");
    for (int step = 100; step <= 900; step += 100) {
      run.metrics(
          step,
          Map.of(
              "train/loss",
              1.0 / step,
              "train/nothing",
              Double.NaN,
              "eval/infinite",
              Double.NEGATIVE_INFINITY));
      run.text("checkpoints/step-%09d/state".formatted(step), "weights ".repeat(step));
      run.text("checkpoints/step-%09d/manifest.json".formatted(step), "{}");
      Path old = run.workFolder().resolve("checkpoints/step-%09d".formatted(step - 200));
      Examples.delete(old);
      run.tags(Map.of("progress", Integer.toString(step)));
    }
    run.image("support/state 1", 900, new byte[] {1, 2, 3});
    run.table("tables/t.json", List.of("a"), List.of(List.of(1)));
    Path policy = Files.createDirectories(temp.resolve("policy"));
    Files.writeString(policy.resolve("weights.txt"), "1 2 3\n");
    run.artifact("policy", policy);
    run.model(
        new ModelDescription(
            "policy",
            900,
            "",
            Map.of("algorithm.lambda", "0.5"),
            Map.of("train/loss", 1.0 / 900),
            ""),
        policy);
  }

  private static RecordedRun only(Path folder) {
    List<RecordedRun> runs = new FolderRuns(folder).runs();
    assertThat(runs).hasSize(1);
    return runs.get(0);
  }

  private void assertSame(RealMlflow mlflow) throws IOException {
    TrackingServer server = server(mlflow.address());
    for (RecordedRun run : new FolderRuns(root).runs()) {
      Content here = Content.inFolder(run);
      assertThat(Content.onServer(server, run, temp))
          .as("seed " + seed)
          .isEqualTo(mlflow == RealMlflow.VERSION_2 ? here.withoutModels() : here);
    }
  }
}

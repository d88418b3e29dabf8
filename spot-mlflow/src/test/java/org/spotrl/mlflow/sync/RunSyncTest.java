package org.spotrl.mlflow.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spotrl.api.host.AtomicFiles;
import org.spotrl.api.tracking.ModelDescription;
import org.spotrl.api.tracking.RunDescription;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.mlflow.folder.Examples;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.FolderTracker;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.mlflow.folder.RunFolder;
import org.spotrl.mlflow.folder.SettableClock;
import org.spotrl.mlflow.format.MetricPoint;
import org.spotrl.mlflow.format.RunState;
import org.spotrl.mlflow.server.Registration;
import org.spotrl.mlflow.server.ServerRefused;
import org.spotrl.mlflow.server.ServerUnavailable;
import org.spotrl.mlflow.sync.FakeServer.Fate;

class RunSyncTest {

  @TempDir private Path temp;
  private final SettableClock clock = new SettableClock(Examples.START);
  private final FakeServer server = new FakeServer();
  private final List<String> notes = new ArrayList<>();
  private SyncTarget target = new SyncTarget(server, notes::add);
  private Path root;
  private FolderTracker tracker;
  private TrackedRun run;

  @BeforeEach
  void start() {
    root = temp.resolve("mlruns");
    tracker = Examples.tracker(root, clock);
    run =
        tracker.start(
            new RunDescription(
                "mazes",
                "spot-s0",
                "A *note*.",
                Map.of("algorithm.lambda", "0.5"),
                Map.of("seed", "0", "experiment.owner", "lab"),
                "x.yaml"));
  }

  @Test
  void aRunIsSentCompletely() throws IOException {
    recordFullRun();
    run.finish(RunStatus.FINISHED);

    assertThat(sync().pass()).isEmpty();

    assertSame();
    assertThat(onServer().points().get("train/loss"))
        .containsExactly(
            new MetricPoint(Examples.START + 1000, 100, 0.5),
            new MetricPoint(Examples.START + 2000, 200, 0.25));
    assertThat(onServer().models()).hasSize(1);
    assertThat(server.modelDatasets()).containsExactly(Examples.DATASET.name());
    assertThat(target.sent().points()).isEqualTo(4);
    // Two files of the checkpoint, the configuration, and two files of the model.
    assertThat(target.sent().files()).isEqualTo(5);
  }

  @Test
  void checkpointsOfAFinishedRunAreDeletedAfterEverythingElseIsSent() throws IOException {
    recordFullRun();
    RunSync sync = sync();
    sync.pass();
    server.fate((number, call) -> Fate.WELL);

    run.text("policy/weights.txt", "1 2 3\n");
    run.finish(RunStatus.FINISHED, List.of("checkpoints/step-000000200"));
    sync.pass();

    // The policy, the state, two files of the checkpoint, the checksum.
    assertThat(server.calls()).containsExactly("put", "update", "delete", "delete", "record");
    assertSame();
    assertThat(sync().isComplete()).isTrue();
  }

  @Test
  void aServerThatIsUnavailableAtTheEndKeepsTheCheckpoints() throws IOException {
    recordFullRun();
    RunSync sync = sync();
    sync.pass();
    run.text("policy/weights.txt", "1 2 3\n");
    run.finish(RunStatus.FINISHED, List.of("checkpoints/step-000000200"));
    server.fate((number, call) -> call.equals("put") ? Fate.LOST : Fate.WELL);

    assertThatThrownBy(sync::pass).isInstanceOf(ServerUnavailable.class);

    assertThat(server.calls()).doesNotContain("delete", "update");
    server.fate((number, call) -> Fate.WELL);
    sync.pass();
    assertSame();
  }

  @Test
  void aSecondPassSendsNothing() throws IOException {
    recordFullRun();
    RunSync sync = sync();
    sync.pass();
    server.fate((number, call) -> Fate.WELL);

    sync.pass();

    assertThat(server.calls()).isEmpty();
  }

  @Test
  void laterPassesSendWhatIsNew() throws IOException {
    RunSync sync = sync();
    sync.pass();
    assertSame();
    recordFullRun();
    sync.pass();
    assertSame();

    server.fate((number, call) -> Fate.WELL);
    clock.set(Examples.START + 3000);
    run.metrics(300, Map.of("train/loss", 0.1));
    run.tags(Map.of("phase", "policy"));
    sync.pass();

    assertThat(server.calls()).containsExactly("record", "record");
    assertSame();
    assertThat(target.sent().points()).isEqualTo(5);
  }

  @Test
  void anIncompleteLineIsSentLater() throws IOException {
    RunSync sync = sync();
    run.metrics(100, Map.of("train/loss", 0.5));
    Path file = Path.of(run.location(), "metrics", "train", "loss");
    Files.writeString(file, Files.readString(file) + "1700000009000 0.2");
    sync.pass();
    assertThat(onServer().points().get("train/loss")).hasSize(1);

    Files.writeString(file, Files.readString(file) + "5 200\n");
    sync.pass();

    assertThat(onServer().points().get("train/loss"))
        .endsWith(new MetricPoint(1_700_000_009_000L, 200, 0.25));
  }

  @Test
  void aReplacedCheckpointIsDeletedAfterTheNewOneIsSent() throws IOException {
    checkpoint("step-000000100", "first");
    RunSync sync = sync();
    sync.pass();
    Path removed = run.workFolder().resolve("checkpoints/step-000000100.removed");
    Files.move(run.workFolder().resolve("checkpoints/step-000000100"), removed);
    checkpoint("step-000000200", "second");
    server.fate((number, call) -> Fate.WELL);

    sync.pass();

    assertThat(server.calls()).containsExactly("put", "put", "delete", "delete");
    Examples.delete(removed);
    assertSame();
  }

  @Test
  void aChangedFileOfTheSameSizeIsSentAgain() throws IOException {
    checkpoint("best", "weights 1");
    sync().pass();
    checkpoint("best", "weights 2");

    // As in another process: only the folder has the record of sent files.
    sync().pass();

    assertSame();
  }

  @Test
  void filesThatOthersUploadedStay() throws IOException {
    sync().pass();
    Path file = Files.writeString(temp.resolve("report.md"), "seen");
    var copy = server.run("r1");
    server.artifacts(copy).put("report.md", file);
    server.record("r1", Map.of(), Map.of("judged", "good"), Map.of());

    run.text("config/more.yaml", "a: 1\n");
    sync().pass();

    assertThat(onServer().files()).containsKeys("report.md", "config/more.yaml");
    assertThat(onServer().tags()).containsEntry("judged", "good");
  }

  @Test
  void aResumedRunIsRunningAgainAndItsPointsAreSentOnce() throws IOException {
    clock.set(Examples.START + 1000);
    run.metrics(100, Map.of("train/loss", 0.5));
    long saved = run.moment();
    clock.set(Examples.START + 2000);
    run.metrics(200, Map.of("train/loss", 0.25, "time/seconds", 2.0));
    run.finish(RunStatus.KILLED);
    sync().pass();
    assertThat(onServer().state()).isEqualTo(RunState.KILLED);

    clock.set(Examples.START + 10_000);
    TrackedRun resumed = tracker.resume(run.id(), saved);
    RunSync sync = sync();
    sync.pass();
    assertThat(onServer().state()).isEqualTo(RunState.RUNNING);
    resumed.metrics(200, Map.of("train/loss", 0.25, "time/seconds", 3.0));
    sync.pass();
    resumed.metrics(300, Map.of("train/loss", 0.125));
    sync.pass();
    resumed.finish(RunStatus.FINISHED);
    sync.pass();

    Content copy = onServer();
    assertThat(copy.points().get("train/loss"))
        .extracting(MetricPoint::step)
        .containsExactly(100L, 200L, 300L);
    assertThat(copy.points().get("time/seconds")).hasSize(1);
    assertThat(copy.state()).isEqualTo(RunState.FINISHED);
    assertThat(server.runCount()).isEqualTo(1);
  }

  @Test
  void aModelThatIsLoggedAgainIsSentOnce() throws IOException {
    long saved = run.moment();
    clock.set(Examples.START + 1000);
    recordModel(run);
    sync().pass();

    TrackedRun resumed = tracker.resume(run.id(), saved);
    clock.set(Examples.START + 2000);
    recordModel(resumed);
    sync().pass();

    assertThat(server.modelCount()).isEqualTo(1);
  }

  @Test
  void aModelHasParametersMetricsAndRegisteredName() throws IOException {
    recordFullRun();
    sync().pass();

    assertThat(server.parametersOf("m1")).isEqualTo(Map.of("algorithm.lambda", "0.5"));
    // The run's own point, not a second one at the time of the model.
    assertThat(server.metricsOf("m1"))
        .isEqualTo(Map.of("train/loss", new MetricPoint(Examples.START + 2000, 200, 0.25)));
    assertSame();
    assertThat(server.registrations())
        .containsExactly(
            new Registration(
                "mazes", "r1", "m1", "fake:/m1", "newest", "Scores 7.", Map.of("seed", "0")));
    // The version number of the folder's registry does not apply to the server's.
    assertThat(server.model("m1").tags())
        .containsKey("spot.model")
        .doesNotContainKey("mlflow.modelVersions");
  }

  @Test
  void aServerWithoutLoggedModelsGetsTheRest() throws IOException {
    server.withoutModels();
    recordFullRun();

    assertThat(sync().pass()).isEmpty();

    assertThat(onServer()).isEqualTo(Content.inFolder(recorded()).withoutModels());
  }

  @Test
  void aServerWithoutLoggedModelsRegistersTheRunsFiles() throws IOException {
    server.withoutModels();
    recordFullRun();
    run.artifact("policy", temp.resolve("policy"));

    assertThat(sync().pass()).isEmpty();

    assertThat(server.registrations())
        .containsExactly(
            new Registration(
                "mazes",
                "r1",
                "",
                server.run("r1").artifactUri() + "/policy",
                "newest",
                "Scores 7.",
                Map.of("seed", "0")));
  }

  @Test
  void aRegisteredNameOfAnotherUserDoesNotStopTheRest() throws IOException {
    recordFullRun();
    run.finish(RunStatus.FINISHED);
    server.fate(
        (number, call) -> {
          if (call.equals("register")) {
            throw new ServerRefused("Permission denied", 403, "");
          }
          return Fate.WELL;
        });

    assertThat(sync().pass()).containsExactly("registered model mazes: Permission denied");

    assertSame();
  }

  @Test
  void afterExpiredCredentialsTheFileIsSentAgain() throws IOException {
    run.text("config/x.yaml", "seed: 0");
    RunSync sync = sync();
    server.fate(
        (number, call) -> {
          if (call.equals("put")) {
            throw new ServerRefused("token expired", 401, "");
          }
          return Fate.WELL;
        });
    assertThatThrownBy(sync::pass).isInstanceOf(ServerRefused.class).hasMessage("token expired");

    server.fate((number, call) -> Fate.WELL);

    assertThat(sync.pass()).isEmpty();
    assertSame();
  }

  @Test
  void aRefusedItemDoesNotStopTheRest() throws IOException {
    recordFullRun();
    run.metrics(100, Map.of("train/refused", 1.0));
    run.text("logs/refused.txt", "long");
    RunSync sync = sync();

    List<String> refused = sync.pass();

    assertThat(refused)
        .containsExactly(
            "file logs/refused.txt: too large", "metric train/refused: no such metrics here");
    assertThat(onServer().points()).containsKey("train/loss").doesNotContainKey("train/refused");
    assertThat(onServer().files()).containsKey("config/experiment.yaml");
    // Reported again, but not sent again.
    server.fate((number, call) -> Fate.WELL);
    assertThat(sync.pass()).isEqualTo(refused);
    assertThat(server.calls()).isEmpty();
  }

  @Test
  void aDifferentParameterOnTheServerIsReported() throws IOException {
    sync().pass();
    Files.writeString(Path.of(run.location(), "params", "algorithm.lambda"), "0.7");

    assertThat(sync().pass())
        .containsExactly(
            "parameter algorithm.lambda: parameter algorithm.lambda has another value");
  }

  @Test
  void aRunThatWasDeletedOnTheServerIsNotSentAgain() throws IOException {
    RunSync sync = sync();
    sync.pass();
    server.deleteRun("r1");
    run.metrics(100, Map.of("train/loss", 0.5));

    assertThatThrownBy(sync::pass).isInstanceOf(ServerRefused.class);
  }

  @Test
  void childRunsReferToTheServersIdOfTheirParent() throws IOException {
    sync().pass();
    TrackedRun child =
        tracker.start(
            new RunDescription(
                "mazes", "child", "", Map.of(), Map.of("mlflow.parentRunId", run.id()), "x"));
    RunFolder folder = RunFolder.of(Path.of(child.location()));
    RunSync sync = new RunSync(folder, new SyncTarget(server, notes::add), bytes -> {});
    sync.pass();
    server.fate((number, call) -> Fate.WELL);
    sync.pass();

    assertThat(server.calls()).isEmpty();
    assertThat(server.run("r2").tags()).containsEntry("mlflow.parentRunId", "r1");
  }

  @Test
  void theRemainingDataIsKnownWithoutTheServer() throws IOException {
    recordFullRun();
    RunSync sync = sync();
    assertThat(sync.left().points()).isEqualTo(4);
    assertThat(sync.left().files()).isEqualTo(3);

    server.fate((number, call) -> call.equals("put") ? Fate.LOST : Fate.WELL);
    assertThatThrownBy(sync::pass).isInstanceOf(ServerUnavailable.class);
    assertThat(sync.left().points()).isZero();
    assertThat(sync.left().files()).isEqualTo(3);

    server.fate((number, call) -> Fate.WELL);
    sync.pass();
    assertThat(sync.left()).isEqualTo(TransferSize.NONE);
  }

  @Test
  void aCompleteRunIsDetectedWithOneRequest() throws IOException {
    recordFullRun();
    run.finish(RunStatus.FINISHED);
    assertThat(sync().isComplete()).isFalse();
    sync().pass();
    server.fate((number, call) -> Fate.WELL);

    assertThat(sync().isComplete()).isTrue();

    // One call for the experiment, once per push, and one for the run.
    assertThat(server.calls()).containsExactly("experiment", "findRun");
    run = tracker.resume(run.id(), 0);
    assertThat(sync().isComplete()).isFalse();
  }

  /** Each call fails once; the next pass of the same process completes the run. */
  @ParameterizedTest
  @EnumSource(names = {"LOST", "UNANSWERED"})
  void theNextPassCompletesTheRunAfterAnyFailedCall(Fate fate) throws IOException {
    assertCompleted(
        fate,
        fresh -> {
          RunSync sync = sync(fresh);
          assertThatThrownBy(sync::pass).isInstanceOf(ServerUnavailable.class);
          fresh.fate((number, call) -> Fate.WELL);
          assertThat(sync.pass()).isEmpty();
        });
  }

  /** The process is killed at each call; another process completes the run. */
  @ParameterizedTest
  @EnumSource(names = {"KILLED", "KILLED_UNANSWERED"})
  void anotherProcessCompletesTheRunAfterAKillAtAnyCall(Fate fate) throws IOException {
    assertCompleted(
        fate,
        fresh -> {
          assertThatThrownBy(() -> sync(fresh).pass()).isInstanceOf(FakeServer.Kill.class);
          fresh.fate((number, call) -> Fate.WELL);
          assertThat(sync(fresh).pass()).isEmpty();
        });
  }

  private interface Course {
    void run(FakeServer fresh) throws IOException;
  }

  private void assertCompleted(Fate fate, Course course) throws IOException {
    recordFullRun();
    run.finish(RunStatus.FINISHED);
    Content expected = Content.inFolder(recorded());
    FakeServer counting = new FakeServer();
    sync(counting).pass();
    int calls = counting.calls().size();
    assertThat(calls).isGreaterThan(10);
    for (int i = 1; i <= calls; i++) {
      int failing = i;
      FakeServer fresh = new FakeServer();
      fresh.fate((number, call) -> number == failing ? fate : Fate.WELL);

      course.run(fresh);

      String what = fate + " at call " + failing + ", " + counting.calls().get(failing - 1);
      assertThat(Content.onServer(fresh, recorded(), temp)).as(what).isEqualTo(expected);
      assertThat(fresh.runCount()).as(what).isEqualTo(1);
      assertThat(fresh.modelCount()).as(what).isEqualTo(1);
      assertThat(fresh.registrations()).as(what).hasSize(1);
    }
  }

  private RunSync sync() {
    return sync(server);
  }

  private RunSync sync(FakeServer to) {
    target = new SyncTarget(to, notes::add);
    return new RunSync(RunFolder.of(Path.of(run.location())), target, bytes -> {});
  }

  private void recordFullRun() throws IOException {
    run.dataset(Examples.DATASET, "training");
    run.text("config/experiment.yaml", "seed: 0\n");
    clock.set(Examples.START + 1000);
    run.metrics(100, Map.of("train/loss", 0.5, "train/nothing", Double.NaN));
    clock.set(Examples.START + 2000);
    run.metrics(200, Map.of("train/loss", 0.25, "train/infinite", Double.POSITIVE_INFINITY));
    checkpoint("step-000000200", "weights");
    clock.set(Examples.START + 2500);
    recordModel(run);
  }

  private void recordModel(TrackedRun into) throws IOException {
    Path policy = Files.createDirectories(temp.resolve("policy"));
    Files.writeString(policy.resolve("weights.txt"), "1 2 3\n");
    into.model(
        new ModelDescription(
            "policy",
            200,
            "Scores 7.",
            Map.of("algorithm.lambda", "0.5"),
            Map.of("train/loss", 0.25, "nowhere/else", 1.0),
            "mazes"),
        policy);
  }

  private void checkpoint(String name, String state) throws IOException {
    Path folder = Files.createDirectories(run.workFolder().resolve("checkpoints").resolve(name));
    AtomicFiles.replace(folder, folder.resolve("state.safetensors"), state);
    AtomicFiles.replace(folder, folder.resolve("manifest.json"), "{}");
  }

  private RecordedRun recorded() {
    return new FolderRuns(root).find(run.id()).orElseThrow();
  }

  private Content onServer() throws IOException {
    return Content.onServer(server, recorded(), temp);
  }

  private void assertSame() throws IOException {
    assertThat(onServer()).isEqualTo(Content.inFolder(recorded()));
  }
}

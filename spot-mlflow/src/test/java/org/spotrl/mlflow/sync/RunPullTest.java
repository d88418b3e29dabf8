package org.spotrl.mlflow.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.mlflow.folder.Examples;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.mlflow.folder.SettableClock;
import org.spotrl.mlflow.format.MetricPoint;
import org.spotrl.mlflow.server.Retry;
import org.spotrl.mlflow.server.ServerRefused;
import org.spotrl.mlflow.sync.FakeServer.Fate;

class RunPullTest {

  @TempDir private Path temp;
  private final SettableClock clock = new SettableClock(Examples.START);
  private final FakeServer server = new FakeServer();
  private Path here;
  private Path elsewhere;
  private TrackedRun run;
  private long saved;

  /** Records a stopped run with a checkpoint and later points. */
  @BeforeEach
  void stop() throws IOException {
    here = temp.resolve("here");
    elsewhere = temp.resolve("elsewhere");
    run = Examples.tracker(here, clock).start(Examples.description("mazes", "spot-s0"));
    run.dataset(Examples.DATASET, "training");
    run.text("config/experiment.yaml", "seed: 0\n");
    clock.set(Examples.START + 1000);
    run.metrics(100, Map.of("train/loss", 0.5, "train/nothing", Double.NaN));
    saved = run.moment();
    run.text("checkpoints/step-000000100/manifest.json", "{}");
    clock.set(Examples.START + 2000);
    run.metrics(200, Map.of("train/loss", 0.25, "train/infinite", Double.NEGATIVE_INFINITY));
    run.finish(RunStatus.KILLED);
    push(here);
  }

  @Test
  void aRunIsPulledCompletely() throws IOException {
    Path folder = pull(run.id(), elsewhere);

    assertThat(folder).isEqualTo(elsewhere.resolve("1").resolve(run.id()));
    assertThat(only(elsewhere)).isEqualTo(only(here));
    assertThat(Examples.files(folder.resolve("inputs")))
        .isEqualTo(Examples.files(Path.of(run.location(), "inputs")));
    assertThat(Examples.files(folder.resolve("metrics")))
        .isEqualTo(Examples.files(Path.of(run.location(), "metrics")));
    assertThat(Files.readString(folder.resolve("meta.yaml")).replace("elsewhere/", "here/"))
        .isEqualTo(Files.readString(Path.of(run.location(), "meta.yaml")));
  }

  @Test
  void aRunIsAlsoFoundByTheServersId() {
    assertThat(pull("r1", elsewhere).getFileName()).hasToString(run.id());
  }

  @Test
  void aForbiddenRunIsNotReportedAsAbsent() {
    server.fate(
        (number, call) -> {
          if (call.equals("run")) {
            throw new ServerRefused("Permission denied.", 403, "");
          }
          return Fate.WELL;
        });

    assertThatThrownBy(() -> pull("r1", elsewhere))
        .isInstanceOf(SpotRunException.class)
        .hasMessageEndingWith(
            "cannot be pulled from http://fake: Permission denied. MLflow 3 gives the same answer"
                + " for a run that does not exist: check the id.");
  }

  @Test
  void anExistingRunIsNotChanged() throws IOException {
    run = Examples.tracker(here, clock).resume(run.id(), saved);
    Map<String, String> before = Examples.files(here);

    assertThat(pull("r1", here)).isEqualTo(Path.of(run.location()));

    assertThat(Examples.files(here)).isEqualTo(before);
  }

  @Test
  void afterAPullNoKnownFileIsSentAgain() throws IOException {
    pull(run.id(), elsewhere);
    server.fate((number, call) -> Fate.WELL);

    FolderPush.Report report = push(elsewhere);

    assertThat(report.sent()).isEqualTo(TransferSize.NONE);
    assertThat(server.calls()).doesNotContain("put", "createRun");
  }

  @Test
  void aPulledRunResumesFromItsCheckpoint() throws IOException {
    pull(run.id(), elsewhere);
    TrackedRun resumed = Examples.tracker(elsewhere, clock).resume(run.id(), saved);
    resumed.metrics(200, Map.of("train/loss", 0.25));
    resumed.metrics(300, Map.of("train/loss", 0.125));
    resumed.finish(RunStatus.FINISHED);
    push(elsewhere);

    assertThat(points(elsewhere)).extracting(MetricPoint::step).containsExactly(100L, 200L, 300L);
    assertThat(server.history("r1", "train/loss"))
        .extracting(MetricPoint::step)
        .containsExactly(100L, 200L, 300L);
    assertThat(server.runCount()).isEqualTo(1);
  }

  /** A first process recorded points after the last checkpoint; then the folder was lost. */
  @Test
  void pointsOfAnEarlierProcessAreNotRecordedTwice() {
    pull(run.id(), elsewhere);
    clock.set(Examples.START + 500);
    TrackedRun second = Examples.tracker(elsewhere, clock).resume(run.id(), saved);
    second.metrics(150, Map.of("train/loss", 0.4));
    long savedLater = second.moment();
    second.finish(RunStatus.KILLED);
    push(elsewhere);
    Path third = temp.resolve("third");

    pull(run.id(), third);
    TrackedRun resumed = Examples.tracker(third, clock).resume(run.id(), savedLater);
    resumed.metrics(200, Map.of("train/loss", 0.25));

    assertThat(points(third))
        .extracting(MetricPoint::step)
        .containsExactlyInAnyOrder(100L, 150L, 200L);
  }

  @Test
  void aKilledPullLeavesNoRunAndCanBeRepeated() throws IOException {
    FakeServer counted = server;
    counted.fate((number, call) -> Fate.WELL);
    pull(run.id(), temp.resolve("counting"));
    int calls = counted.calls().size();
    for (int i = 1; i <= calls; i++) {
      int killed = i;
      Path root = temp.resolve("root" + i);
      server.fate((number, call) -> number == killed ? Fate.KILLED : Fate.WELL);

      assertThatThrownBy(() -> pull(run.id(), root)).isInstanceOf(FakeServer.Kill.class);
      assertThat(new FolderRuns(root).runs()).isEmpty();

      server.fate((number, call) -> Fate.WELL);
      pull(run.id(), root);
      assertThat(only(root)).isEqualTo(only(here));
    }
  }

  @Test
  void anUnknownRunIsRefused() {
    assertThatThrownBy(() -> pull("ffff", elsewhere))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("http://fake has no run with id ffff");
    assertThat(elsewhere).doesNotExist();
  }

  @Test
  void aFolderIdThatLeavesTheFolderIsRefused() {
    server.record("r1", Map.of(), Map.of("spot.run_id", "../../x"), Map.of());

    assertThatThrownBy(() -> pull("r1", elsewhere)).isInstanceOf(SpotInputException.class);
  }

  @Test
  void aPullFailsIfTheServerStaysUnavailable() {
    server.fate((number, call) -> Fate.LOST);

    assertThatThrownBy(() -> pull(run.id(), elsewhere))
        .isInstanceOf(SpotRunException.class)
        .hasMessageContaining("cannot be pulled from http://fake: the server does not answer");
  }

  private Path pull(String id, Path root) {
    return new RunPull(server, (w, d, t, f) -> {}, new Retry(Duration.ZERO)).pull(id, root);
  }

  private FolderPush.Report push(Path root) {
    return new FolderPush(server, (w, d, t, f) -> {}, note -> {}).push(new FolderRuns(root).runs());
  }

  private static Content only(Path root) throws IOException {
    List<RecordedRun> runs = new FolderRuns(root).runs();
    assertThat(runs).hasSize(1);
    return Content.inFolder(runs.get(0));
  }

  private List<MetricPoint> points(Path root) {
    return new FolderRuns(root).find(run.id()).orElseThrow().history("train/loss");
  }
}

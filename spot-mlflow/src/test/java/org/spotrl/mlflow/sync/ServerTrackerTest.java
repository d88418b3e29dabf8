package org.spotrl.mlflow.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.error.SpotStoppedException;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.mlflow.RunView;
import org.spotrl.mlflow.folder.Examples;
import org.spotrl.mlflow.folder.FileMutex;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.FolderTracker;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.mlflow.folder.RunFolder;
import org.spotrl.mlflow.server.ServerRefused;
import org.spotrl.mlflow.sync.FakeServer.Fate;

/** These tests wait for conditions, not for times, so they pass on slow machines. */
@Timeout(60)
class ServerTrackerTest {

  private static final Duration SHORT = Duration.ofMillis(5);
  private static final Duration LONG = Duration.ofSeconds(50);

  /** Time limits longer than any test. */
  private static final SyncTiming PATIENT = new SyncTiming(SHORT, SHORT, SHORT, LONG, LONG, LONG);

  @TempDir private Path temp;
  private final FakeServer server = new FakeServer();
  private final ConcurrentLinkedQueue<String> notices = new ConcurrentLinkedQueue<>();
  private final List<SyncReport> reports = new ArrayList<>();
  private final List<String> progress = new ArrayList<>();

  @Test
  void aRunIsSentDuringTrainingAndAtItsEnd() throws IOException {
    TrackedRun run = start(PATIENT);
    run.metrics(1, Map.of("train/loss", 1.0));
    await(() -> !server.calls().isEmpty() && left(run) == 0);

    run.metrics(2, Map.of("train/loss", 0.5));
    run.text("config/a.txt", "a");
    run.finish(RunStatus.FINISHED);

    assertSame(run);
    assertThat(report().isComplete()).isTrue();
    assertThat(Path.of(run.location()).resolve("tags/spot.server"))
        .as("server tag in the folder")
        .hasContent("http://fake");
    assertThat(report().left()).isEqualTo(TransferSize.NONE);
    assertThat(report().sent().points()).isEqualTo(2);
    assertThat(report().page())
        .as("of the experiment")
        .contains(
            "http://fake/#/experiments/e1/runs?compareRunsMode=CHART&workflowType=machine_learning");
    assertThat(notices)
        .containsExactly(
            "server     http://fake/#/experiments/e1/runs/r1?workflowType=machine_learning");
    assertThat(server.isClosed()).isTrue();
  }

  @Test
  void anUnavailableServerIsReportedOnceAndDelaysNothing() throws IOException {
    server.fate((number, call) -> Fate.LOST);
    TrackedRun run = start(PATIENT);
    await(() -> server.calls().size() > 5);

    run.metrics(1, Map.of("train/loss", 1.0));

    assertThat(notices)
        .singleElement()
        .asString()
        .startsWith("server     the server does not answer")
        .contains("the run continues in " + run.location());
    server.fate((number, call) -> Fate.WELL);
    run.finish(RunStatus.FINISHED);
    assertSame(run);
    assertThat(notices).hasSize(2);
  }

  @Test
  void aServerThatIsAvailableAgainIsReported() throws IOException {
    TrackedRun run = start(PATIENT);
    await(() -> notices.size() == 1);
    server.fate((number, call) -> Fate.LOST);
    run.metrics(1, Map.of("train/loss", 1.0));
    await(() -> server.calls().size() > 5);
    server.fate((number, call) -> Fate.WELL);
    await(() -> left(run) == 0);
    run.finish(RunStatus.FINISHED);

    assertSame(run);
    assertThat(notices).hasSize(3);
    assertThat(notices).last().asString().isEqualTo("server     http://fake accepts the run again");
  }

  @Test
  void theEndOfARunDoesNotWaitLongForAnUnavailableServer() {
    server.fate((number, call) -> Fate.LOST);
    TrackedRun run = start(new SyncTiming(SHORT, SHORT, SHORT, LONG, LONG, SHORT));
    run.metrics(1, Map.of("train/loss", 1.0));
    run.text("config/a.txt", "abc");

    run.finish(RunStatus.FINISHED);

    assertThat(report().isComplete()).isFalse();
    assertThat(report().fault()).contains("the server does not answer");
    assertThat(report().left()).isEqualTo(new TransferSize(1, 1, 3));
    assertThat(report().page()).isEmpty();
  }

  @Test
  void theEndOfARunDoesNotWaitLongForAHangingServer() {
    CountDownLatch never = new CountDownLatch(1);
    server.fate(
        (number, call) -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return Fate.LOST;
        });
    TrackedRun run = start(new SyncTiming(SHORT, SHORT, SHORT, LONG, SHORT, LONG));

    run.finish(RunStatus.KILLED);

    assertThat(report().isComplete()).isFalse();
    never.countDown();
  }

  @Test
  void aRefusalIsReportedOnceWithoutWaiting() {
    server.fate(
        (number, call) -> {
          throw new ServerRefused("wrong password for http://fake", 401, "");
        });
    TrackedRun run = start(PATIENT);
    await(() -> server.calls().size() > 5);

    run.finish(RunStatus.FINISHED);

    assertThat(notices)
        .singleElement()
        .asString()
        .startsWith("server     wrong password for http://fake");
    assertThat(report().fault()).contains("wrong password for http://fake");
  }

  @Test
  void aRefusedItemIsReportedOnceAndTheRestIsSent() {
    TrackedRun run = start(PATIENT);
    run.metrics(1, Map.of("train/refused", 1.0, "train/loss", 1.0));
    run.finish(RunStatus.FINISHED);

    assertThat(notices)
        .filteredOn(line -> line.startsWith("not sent"))
        .containsExactly("not sent   metric train/refused: no such metrics here");
    assertThat(report().refused()).containsExactly("metric train/refused: no such metrics here");
    assertThat(report().isComplete()).isFalse();
    assertThat(report().sent().points()).isEqualTo(1);
  }

  @Test
  void aRunThatAnotherProcessSendsIsNotSentTwice() {
    // Locked before the sync thread can lock it.
    FolderTracker folder = new FolderTracker(temp.resolve("mlruns"));
    TrackedRun run = folder.start(Examples.description("study", "r"));
    FileMutex held =
        FileMutex.tryTake(RunFolder.of(Path.of(run.location())).sendingLock(), w -> {})
            .orElseThrow();
    TrackedRun resumed =
        tracker(new SyncTiming(SHORT, SHORT, SHORT, Duration.ofMillis(50), LONG, LONG))
            .resume(run.id(), 0);

    resumed.finish(RunStatus.FINISHED);

    assertThat(report().fault()).contains("another process is sending run " + run.id());
    assertThat(server.calls()).isEmpty();
    held.close();
  }

  @Test
  void theWaitAtTheEndReportsProgress() {
    CountDownLatch shown = new CountDownLatch(1);
    server.fate(
        (number, call) -> {
          if (call.equals("put")) {
            try {
              shown.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
          return Fate.WELL;
        });
    ServerTracker tracker =
        new ServerTracker(
            new FolderTracker(temp.resolve("mlruns")),
            () -> server,
            notices::add,
            (what, done, total, figures) -> {
              progress.add(what + " " + total);
              shown.countDown();
            },
            reports::add,
            PATIENT);
    TrackedRun run = tracker.start(Examples.description("study", "r"));
    run.text("config/a.txt", "a");

    run.finish(RunStatus.FINISHED);

    assertThat(progress).first().asString().startsWith("sending ");
    assertThat(report().isComplete()).isTrue();
  }

  @Test
  void aStopDuringTheWaitSetsTheTimeLimitOfAStoppedRun() {
    CountDownLatch never = new CountDownLatch(1);
    server.fate(
        (number, call) -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return Fate.LOST;
        });
    ServerTracker tracker =
        new ServerTracker(
            new FolderTracker(temp.resolve("mlruns")),
            () -> server,
            notices::add,
            (what, done, total, figures) -> {
              throw new SpotStoppedException();
            },
            reports::add,
            new SyncTiming(SHORT, SHORT, SHORT, Duration.ofDays(1), SHORT, Duration.ofDays(1)));
    TrackedRun run = tracker.start(Examples.description("study", "r"));

    run.finish(RunStatus.FINISHED);

    assertThat(report().isComplete()).isFalse();
    never.countDown();
  }

  private ServerTracker tracker(SyncTiming pace) {
    return new ServerTracker(
        new FolderTracker(temp.resolve("mlruns")),
        () -> server,
        notices::add,
        (what, done, total, figures) -> {},
        reports::add,
        pace);
  }

  private TrackedRun start(SyncTiming pace) {
    return tracker(pace).start(Examples.description("study", "r"));
  }

  private SyncReport report() {
    assertThat(reports).hasSize(1);
    return reports.get(0);
  }

  /** Points of the folder that the server lacks. */
  private long left(TrackedRun run) {
    RecordedRun recorded = recorded(run);
    return recorded.latestMetrics().keySet().stream()
        .mapToLong(
            metric ->
                recorded.history(metric).size()
                    - server.findRun("e1", RunView.FOLDER_ID, run.id()).stream()
                        .mapToLong(copy -> server.history(copy.id(), metric).size())
                        .sum())
        .sum();
  }

  private RecordedRun recorded(TrackedRun run) {
    return new FolderRuns(temp.resolve("mlruns")).find(run.id()).orElseThrow();
  }

  private void assertSame(TrackedRun run) throws IOException {
    assertThat(Content.onServer(server, recorded(run), temp))
        .isEqualTo(Content.inFolder(recorded(run)));
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }
}

package org.spotrl.mlflow.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.mlflow.folder.Examples;
import org.spotrl.mlflow.folder.FileMutex;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.FolderTracker;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.mlflow.folder.RunFolder;
import org.spotrl.mlflow.folder.SettableClock;
import org.spotrl.mlflow.server.Retry;
import org.spotrl.mlflow.server.ServerRefused;
import org.spotrl.mlflow.sync.FakeServer.Fate;

class FolderPushTest {

  @TempDir private Path temp;
  private final SettableClock clock = new SettableClock(Examples.START);
  private final FakeServer server = new FakeServer();
  private final List<String> progress = new ArrayList<>();
  private Path root;

  @BeforeEach
  void record() {
    root = temp.resolve("mlruns");
    FolderTracker tracker = Examples.tracker(root, clock);
    for (String name : List.of("a", "b")) {
      clock.set(Examples.START + 10_000L * name.charAt(0));
      TrackedRun run = tracker.start(Examples.description("study", name));
      run.metrics(1, Map.of("train/loss", 1.0));
      run.text("config/x.txt", "0123456789".repeat(100));
      run.finish(RunStatus.FINISHED);
    }
  }

  @Test
  void allRunsArePushedOnlyOnce() throws IOException {
    assertThat(push())
        .isEqualTo(new FolderPush.Report(2, 0, 0, new TransferSize(2, 2, 2000), Map.of()));
    assertAllThere();

    assertThat(push()).isEqualTo(new FolderPush.Report(0, 0, 2, TransferSize.NONE, Map.of()));
    assertThat(server.runCount()).isEqualTo(2);
  }

  @Test
  void linkedFilesAreSentAndALoopOfLinksOnlyFailsItsRun() throws IOException {
    Path disk = Files.createDirectories(temp.resolve("disk/plots"));
    Files.writeString(disk.resolve("a.txt"), "x");
    Files.createSymbolicLink(runs().get(1).artifacts().resolve("plots"), disk);
    Path loop = runs().get(0).artifacts().resolve("loop");
    Files.createSymbolicLink(loop, runs().get(0).artifacts());

    FolderPush.Report report = push();

    assertThat(report.added()).isEqualTo(1);
    assertThat(report.sent()).isEqualTo(new TransferSize(1, 2, 1001));
    assertThat(report.faults()).hasSize(1);
    assertThat(report.faults().values().iterator().next())
        .singleElement()
        .asString()
        .contains("loop is a link to one of its parent folders");
  }

  @Test
  void anUnreadableMetricIsReportedAndTheRestIsSent() throws IOException {
    RecordedRun run = runs().get(0);
    Files.createSymbolicLink(run.folder().resolve("metrics/loop"), run.folder().resolve("metrics"));

    FolderPush.Report report = push();

    assertThat(report.added()).isEqualTo(1);
    assertThat(report.faults().values())
        .singleElement()
        .asString()
        .contains("metrics/loop is a link to one of its parent folders");
  }

  @Test
  void rejectedCredentialsEndThePush() throws IOException {
    server.fate(
        (number, call) -> {
          throw new ServerRefused("wrong password", 401, "");
        });

    FolderPush.Report report = push();

    assertThat(report.faults()).hasSize(2);
    assertThat(report.faults().values()).containsOnly(List.of("wrong password"));
    assertThat(server.calls()).hasSize(1);
  }

  @Test
  void aContinuedRunIsUpdated() throws IOException {
    push();
    RecordedRun first = runs().get(1);
    TrackedRun resumed = Examples.tracker(root, clock).resume(first.id(), Long.MAX_VALUE - 1);
    resumed.text("config/y.txt", "more");
    resumed.finish(RunStatus.FINISHED);

    assertThat(push())
        .isEqualTo(new FolderPush.Report(0, 1, 1, new TransferSize(0, 1, 4), Map.of()));
    assertAllThere();
  }

  @Test
  void thePushWaitsForATemporarilyUnavailableServer() throws IOException {
    server.fate((number, call) -> number % 3 == 0 ? Fate.UNANSWERED : Fate.WELL);

    FolderPush.Report report = push(Duration.ofMillis(400));

    assertThat(report.faults()).isEmpty();
    server.fate((number, call) -> Fate.WELL);
    assertAllThere();
  }

  @Test
  void anUnavailableServerEndsThePushAndTheReportListsTheMissingRuns() {
    server.fate((number, call) -> number > 8 ? Fate.LOST : Fate.WELL);

    FolderPush.Report report = push(Duration.ofMillis(20));

    assertThat(report.added() + report.faults().size()).isEqualTo(2);
    assertThat(report.faults())
        .allSatisfy(
            (run, lines) -> assertThat(lines).containsExactly("the server does not answer"));
  }

  @Test
  void aRefusedRunDoesNotStopTheOthers() {
    Set<String> refused = new HashSet<>();
    server.fate(
        (number, call) -> {
          if (call.equals("createRun") && server.runCount() == 0 && refused.add("once")) {
            throw new ServerRefused("the quota is used up", 400, "");
          }
          return Fate.WELL;
        });

    FolderPush.Report report = push();

    assertThat(report.added()).isEqualTo(1);
    assertThat(report.faults())
        .containsExactly(Map.entry("a (%032x)".formatted(1), List.of("the quota is used up")));
  }

  @Test
  void aRunThatAnotherProcessPushesIsSkipped() {
    RecordedRun first = runs().get(1);
    FileMutex held =
        FileMutex.tryTake(RunFolder.of(first.folder()).sendingLock(), w -> {}).orElseThrow();

    FolderPush.Report report = push();

    held.close();
    assertThat(report.added()).isEqualTo(1);
    assertThat(report.faults().values())
        .containsExactly(
            List.of("another process is sending this run; push again when that has ended"));
  }

  @Test
  void runsRecordedByMlflowArePushed() throws IOException {
    Path python = Examples.copyOfResource("written-by-mlflow-3.17.2", temp.resolve("python"));
    List<RecordedRun> recorded = new FolderRuns(python).runs();
    assertThat(recorded).isNotEmpty();

    FolderPush.Report report =
        new FolderPush(server, (w, d, t, f) -> {}, note -> {}).push(recorded);

    assertThat(report.faults()).isEmpty();
    for (RecordedRun run : recorded) {
      assertThat(Content.onServer(server, run, temp)).isEqualTo(Content.inFolder(run));
    }
  }

  @Test
  void progressEndsAtTheTotal() {
    push();

    assertThat(progress).last().asString().isEqualTo("2/2");
  }

  private FolderPush.Report push() {
    return push(Duration.ofMinutes(1));
  }

  private FolderPush.Report push(Duration patience) {
    return new FolderPush(
            server,
            (what, done, total, figures) -> progress.add(done + "/" + total),
            note -> {},
            new Retry(patience))
        .push(runs());
  }

  private List<RecordedRun> runs() {
    return new FolderRuns(root).runs();
  }

  private void assertAllThere() throws IOException {
    for (RecordedRun run : runs()) {
      assertThat(Content.onServer(server, run, temp)).isEqualTo(Content.inFolder(run));
    }
  }
}

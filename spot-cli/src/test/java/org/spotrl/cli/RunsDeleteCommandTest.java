package org.spotrl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.mlflow.folder.FileMutex;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.studies.comparison.TestRuns;

/** {@code spot runs delete} and {@code spot runs gc} on a folder. */
class RunsDeleteCommandTest {

  @TempDir private Path temp;
  private Path root;
  private TrackedRun spot;
  private TrackedRun bc;

  @BeforeEach
  void record() {
    root = temp.resolve("mlruns");
    TestRuns runs = new TestRuns(root);
    spot = runs.finished("spot", 0, 1);
    bc = runs.finished("bc", 0, 1);
  }

  private CommandRun runs(String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "runs";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[arguments.length + 1] = "--in";
    all[arguments.length + 2] = root.toString();
    return CommandRun.of(all);
  }

  @Test
  void aDeletedRunIsMarkedAndItsFilesStayUntilGc() {
    CommandRun deleted = runs("delete", "spot-s0", "--yes");

    assertThat(deleted.exitCode()).as(deleted.err()).isZero();
    assertThat(deleted.out()).contains(spot.id() + "  spot-s0", "deleted 1 run of " + root);
    assertThat(new FolderRuns(root).runs()).extracting(RecordedRun::name).containsExactly("bc-s0");
    assertThat(Path.of(spot.location()).resolve("meta.yaml"))
        .content()
        .contains("lifecycle_stage: deleted\n")
        .containsPattern("deleted_time: \\d{13}\n");

    CommandRun gc = runs("gc", "--yes");

    assertThat(gc.exitCode()).as(gc.err()).isZero();
    assertThat(gc.out()).contains(spot.location(), "removed 1 run");
    assertThat(Path.of(spot.location())).doesNotExist();
    assertThat(Path.of(bc.location())).isDirectory();
    assertThat(runs("gc").out()).contains("no deleted run to remove in " + root);
  }

  @Test
  void withoutATerminalNothingIsDeletedUnlessYesIsGiven() {
    CommandRun run = runs("delete", bc.id().substring(0, 16));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("give --yes");
    assertThat(new FolderRuns(root).runs()).hasSize(2);
  }

  @Test
  void aRunThatAProcessWorksOnIsNotDeleted() {
    Path lock = Path.of(bc.location()).resolve(".lock");
    FileMutex held = FileMutex.tryTake(lock, warning -> {}).orElseThrow();
    try (held) {
      CommandRun run = runs("delete", "bc-s0", "--yes");

      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).contains("is not deleted: another process works on it");
    }
    assertThat(new FolderRuns(root).runs()).hasSize(2);
  }

  @Test
  void aRunWhosePolicyIsRegisteredStays() throws IOException {
    Files.writeString(Path.of(spot.location()).resolve("tags/spot.registered_as"), "walker");
    runs("delete", "spot-s0", "--yes");

    CommandRun gc = runs("gc", "--yes");

    assertThat(gc.out()).contains("kept " + spot.id() + ": its policy is registered as walker");
    assertThat(Files.isDirectory(Path.of(spot.location()))).isTrue();
  }
}

package org.spotrl.mlflow.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.mlflow.OtherProcess;

class FileMutexTest {

  @TempDir private Path temp;

  @Test
  void onlyOneHolderAtATime() {
    Path file = temp.resolve("lock");
    FileMutex first = FileMutex.tryTake(file, warning -> {}).orElseThrow();

    assertThat(FileMutex.tryTake(file, warning -> {})).isEmpty();
    assertThat(FileMutex.tryTake(temp.resolve("x/../lock"), warning -> {})).isEmpty();

    first.close();
    FileMutex.tryTake(file, warning -> {}).orElseThrow().close();
  }

  @Test
  void aFailedAttemptDoesNotReleaseTheLock() throws Exception {
    Path file = temp.resolve("lock");
    FileMutex held = FileMutex.tryTake(file, warning -> {}).orElseThrow();
    FileMutex.tryTake(file, warning -> {});

    Process other = OtherProcess.start("lock", file.toString());

    assertThat(other.waitFor())
        .as("exit code 1: the other process did not get the lock")
        .isEqualTo(1);
    held.close();
    assertThat(OtherProcess.start("lock", file.toString()).waitFor()).isZero();
  }
}

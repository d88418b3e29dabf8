package org.spotrl.experiments.run;

import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.mlflow.folder.FileMutex;

/**
 * Keeps a second process from working on the same run. The system lets go of it when the process
 * ends, however it ends.
 */
final class RunLock implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunLock.class);
  private static final String FILE = ".lock";

  private final FileMutex mutex;

  private RunLock(FileMutex mutex) {
    this.mutex = mutex;
  }

  /**
   * Takes the lock of a run.
   *
   * @throws SpotInputException if another process, or this one, has it
   */
  static RunLock take(LocalRun run) {
    Path file = run.artifacts().resolveSibling(FILE);
    return new RunLock(
        FileMutex.tryTake(file, LOG::warn)
            .orElseThrow(
                () ->
                    new SpotInputException(
                        "run %s is being worked on by another process; wait until it ends, or stop it"
                            .formatted(run.id()))));
  }

  @Override
  public void close() {
    mutex.close();
  }
}

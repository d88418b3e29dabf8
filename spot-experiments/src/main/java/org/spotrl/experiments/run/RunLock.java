package org.spotrl.experiments.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.error.SpotRunException;

/**
 * Keeps a second process from working on the same run. The system lets go of it when the process
 * ends, however it ends.
 */
final class RunLock implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunLock.class);
  private static final String FILE = ".lock";

  private final FileChannel channel;

  private RunLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock of a run.
   *
   * @throws SpotInputException if another process, or this one, has it
   */
  static RunLock take(LocalRun run) {
    Path file = run.artifacts().resolveSibling(FILE);
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(channel, file)) {
        channel.close();
        throw new SpotInputException(
            "run %s is being worked on by another process; wait until it ends, or stop it"
                .formatted(run.id()));
      }
      return new RunLock(channel);
    } catch (IOException e) {
      throw new SpotRunException("the run cannot be locked by %s: %s".formatted(file, e), e);
    }
  }

  private static boolean locked(FileChannel channel, Path file) {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (IOException e) {
      // Some clusters' file systems have no locks.
      LOG.warn(
          "{} cannot be locked ({}): see to it that no other process works on this run",
          file,
          e.getMessage());
      return true;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new SpotRunException("the run cannot be unlocked: " + e, e);
    }
  }
}

package org.spotrl.mlflow.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.spotrl.api.error.SpotRunException;

/**
 * A lock on a file that one thread of one process can hold. The system releases it when the process
 * ends, however it ends.
 */
public final class FileMutex implements AutoCloseable {

  /**
   * The files that this process has locked. They must not be opened again: closing a second channel
   * would release the lock (POSIX).
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private FileMutex(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock; empty if it is held already.
   *
   * @param file the lock file, created if necessary; its folder must exist
   * @param warning receives a message if the file system has no locks; then every process gets the
   *     lock
   * @throws SpotRunException if the file cannot be opened
   */
  public static Optional<FileMutex> tryTake(Path file, Consumer<String> warning) {
    Path key = file.toAbsolutePath().normalize();
    try {
      // One key for a file, even if its path has links.
      key = key.resolveSibling("").toRealPath().resolve(key.getFileName());
    } catch (IOException e) {
      throw new SpotRunException("%s cannot be locked: %s".formatted(key, e), e);
    }
    if (!HELD.add(key)) {
      return Optional.empty();
    }
    try {
      FileChannel channel =
          FileChannel.open(key, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (locked(channel, key, warning)) {
        return Optional.of(new FileMutex(key, channel));
      }
      channel.close();
    } catch (IOException e) {
      HELD.remove(key);
      throw new SpotRunException("%s cannot be locked: %s".formatted(key, e), e);
    }
    HELD.remove(key);
    return Optional.empty();
  }

  private static boolean locked(FileChannel channel, Path file, Consumer<String> warning) {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (IOException e) {
      // Some cluster file systems have no locks.
      warning.accept(
          "%s cannot be locked (%s): make sure that no other process uses it at the same time"
              .formatted(file, e.getMessage()));
      return true;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new SpotRunException("%s cannot be unlocked: %s".formatted(file, e), e);
    } finally {
      HELD.remove(file);
    }
  }
}

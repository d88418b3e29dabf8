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
 * Lets one holder at a time work on something that a file stands for, among all threads and
 * processes. The system lets go of it when the process ends, however it ends.
 */
public final class FileMutex implements AutoCloseable {

  /**
   * What this process holds: a second opening of the file must not happen, since closing it would
   * let go of the first one's lock (POSIX).
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private FileMutex(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock, or nothing if another holder has it.
   *
   * @param file made if need be; its folder exists
   * @param warning gets a sentence if the file system has no locks: then the lock is given to each
   *     process that asks
   * @throws SpotRunException if the file cannot be opened
   */
  public static Optional<FileMutex> tryTake(Path file, Consumer<String> warning) {
    Path key = file.toAbsolutePath().normalize();
    try {
      // By whatever links the user came to it.
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
      // Some clusters' file systems have no locks.
      warning.accept(
          "%s cannot be locked (%s): see to it that no other process works on it at the same time"
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

package org.spotrl.experiments.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spotrl.api.checkpoint.Checkpoint;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.host.AtomicFiles;
import org.spotrl.api.host.UserCache;
import org.spotrl.experiments.checkpoint.CheckpointFolder;
import org.spotrl.mlflow.folder.FileMutex;

/**
 * A cache of results that runs share: trained densities, so that runs with the same density train
 * it only once, or collected data.
 *
 * <p>A result is a folder, named by its key, with one checkpoint. The process that makes it holds
 * the lock {@code KEY.lock} and writes its process id to {@code KEY.pid}. The least recently used
 * results are deleted if all together are too large.
 */
public final class ResultCache {

  /** What a cache holds, with a folder in the user's cache folder for each. */
  public enum Content {
    /** Trained densities. */
    DENSITIES("SPOT_DENSITY_CACHE_MB"),
    /** Data that was collected in an environment. */
    DATA("SPOT_DATA_CACHE_MB");

    private final String variable;

    Content(String variable) {
      this.variable = variable;
    }

    /** The environment variable with the maximum size in megabytes; 0 disables the cache. */
    public String variable() {
      return variable;
    }

    private String folder() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(ResultCache.class);

  private static final long DEFAULT_MEGABYTES = 2_000;
  private static final long MEGABYTE = 1_000_000;
  private static final Pattern KEY = Pattern.compile("[0-9a-f]{64}");

  private final Path folder;
  private final long limitBytes;

  /**
   * A cache in this folder; it is created when needed.
   *
   * @param limitBytes maximum total size
   */
  public ResultCache(Path folder, long limitBytes) {
    this.folder = folder;
    this.limitBytes = limitBytes;
  }

  /**
   * The cache in the user's cache folder; empty if its size is 0.
   *
   * @throws SpotInputException if the variable's value is not a size
   */
  public static Optional<ResultCache> ofUser(Content content) {
    return ofUser(content, System.getenv(), UserCache.folder());
  }

  static Optional<ResultCache> ofUser(
      Content content, Map<String, String> environment, Path cache) {
    String size = environment.getOrDefault(content.variable(), "").strip();
    long megabytes = DEFAULT_MEGABYTES;
    if (!size.isEmpty()) {
      if (!size.matches("\\d{1,9}")) {
        throw new SpotInputException(
            "%s is '%s', but must be a size in megabytes from 0 to 999999999; 0 disables the cache"
                .formatted(content.variable(), size));
      }
      megabytes = Long.parseLong(size);
    }
    return megabytes == 0
        ? Optional.empty()
        : Optional.of(new ResultCache(cache.resolve(content.folder()), megabytes * MEGABYTE));
  }

  /** The cache's folder. */
  public Path folder() {
    return folder;
  }

  /** The result with this key; empty if it is missing or damaged. */
  public Optional<Checkpoint> find(String key) {
    try {
      Optional<Checkpoint> saved = entry(key).latest().filter(c -> c.configHash().equals(key));
      saved.ifPresent(used -> touch(folder.resolve(key)));
      return saved;
    } catch (SpotInputException e) {
      // Damaged, or just being deleted. The holder of the lock makes it again.
      return Optional.empty();
    }
  }

  private static void touch(Path entry) {
    try {
      Files.setLastModifiedTime(entry, FileTime.from(Instant.now()));
    } catch (IOException e) {
      LOG.debug("the time of last use of {} cannot be set: {}", entry, e.toString());
    }
  }

  /**
   * Takes the lock of a result; empty if another process has it. Only its holder makes the result.
   *
   * @throws SpotRunException if the folder cannot be written
   */
  public Optional<FileMutex> tryLock(String key) {
    try {
      Files.createDirectories(folder);
      // Without locks in the file system, each process makes its own, with the same result.
      Optional<FileMutex> lock = FileMutex.tryTake(folder.resolve(key + ".lock"), warning -> {});
      if (lock.isPresent()) {
        Files.writeString(holder(key), Long.toString(ProcessHandle.current().pid()));
      }
      return lock;
    } catch (IOException e) {
      throw new SpotRunException("cannot write to %s: %s".formatted(folder, e), e);
    }
  }

  /** The id of the process that holds the lock of this key; {@code ?} if unknown. */
  public String holderOf(String key) {
    try {
      return Files.readString(holder(key), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "?";
    }
  }

  private Path holder(String key) {
    return folder.resolve(key + ".pid");
  }

  /**
   * Saves a result, and deletes the least recently used ones if all together are too large. Only
   * for the holder of its key's lock.
   *
   * @param result its {@code configHash} is the key
   * @throws SpotRunException if it cannot be written
   */
  public void save(Checkpoint result) {
    entry(result.configHash()).save(result);
    trim();
  }

  /**
   * Deletes the least recently used results if all together are too large. What other processes map
   * into their memory stays there.
   */
  public void trim() {
    try {
      deleteOldest();
    } catch (IOException | UncheckedIOException e) {
      // The next save tries again.
      LOG.warn("old results in {} cannot be removed: {}", folder, e.toString());
    }
  }

  /**
   * Deletes a result, for example a damaged one. Only for the holder of the key's lock.
   *
   * @return false if there was none
   * @throws SpotRunException if it cannot be deleted
   */
  public boolean remove(String key) {
    Path entry = folder.resolve(key);
    try {
      boolean present = Files.exists(entry);
      AtomicFiles.deleteTree(entry);
      return present;
    } catch (IOException e) {
      throw new SpotRunException("cannot remove %s: %s".formatted(entry, e), e);
    }
  }

  private CheckpointFolder entry(String key) {
    return new CheckpointFolder(folder.resolve(key), 1);
  }

  private record Entry(Path path, FileTime used, long bytes) {}

  private void deleteOldest() throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    List<Entry> entries = new ArrayList<>();
    try (Stream<Path> paths = Files.list(folder)) {
      for (Path path : paths.filter(p -> KEY.matcher(name(p)).matches()).toList()) {
        entries.add(new Entry(path, Files.getLastModifiedTime(path), bytes(path)));
      }
    }
    entries.sort(Comparator.comparing(Entry::used));
    long total = entries.stream().mapToLong(Entry::bytes).sum();
    for (Entry entry : entries) {
      String key = name(entry.path());
      // The result just saved, and those that other processes make, are locked.
      Optional<FileMutex> lock = total > limitBytes ? tryLock(key) : Optional.empty();
      if (lock.isPresent()) {
        FileMutex held = lock.get();
        try (held) {
          remove(key);
          Files.deleteIfExists(holder(key));
        }
        Files.deleteIfExists(folder.resolve(key + ".lock"));
        total -= entry.bytes();
      }
    }
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }

  private static long bytes(Path folder) throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }
}

package org.spotrl.experiments.density;

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
 * Trained densities of this user by key, so that runs that would train the same one train it once.
 *
 * <p>Each is a folder named by its key with one checkpoint; {@code KEY.lock} is locked by the
 * process that trains it, and {@code KEY.pid} has that process's number. The densities that were
 * used last are kept, up to a total size.
 */
public final class DensityStore {

  /** The environment variable with the greatest size, in megabytes; 0 for no store. */
  public static final String LIMIT_VARIABLE = "SPOT_DENSITY_CACHE_MB";

  private static final Logger LOG = LoggerFactory.getLogger(DensityStore.class);

  private static final long DEFAULT_MEGABYTES = 2_000;
  private static final long MEGABYTE = 1_000_000;
  private static final Pattern KEY = Pattern.compile("[0-9a-f]{64}");
  private static final String PHASE = "updates";

  private final Path folder;
  private final long limitBytes;

  /**
   * A store in this folder, which is made when it is needed.
   *
   * @param limitBytes the greatest total size
   */
  public DensityStore(Path folder, long limitBytes) {
    this.folder = folder;
    this.limitBytes = limitBytes;
  }

  /**
   * The store in the user's cache; none if its size is 0.
   *
   * @throws SpotInputException if the size in the environment is no number
   */
  public static Optional<DensityStore> ofUser() {
    return ofUser(System.getenv(), UserCache.folder());
  }

  static Optional<DensityStore> ofUser(Map<String, String> environment, Path cache) {
    String size = environment.getOrDefault(LIMIT_VARIABLE, "").strip();
    long megabytes = DEFAULT_MEGABYTES;
    if (!size.isEmpty()) {
      if (!size.matches("\\d{1,9}")) {
        throw new SpotInputException(
            "%s is '%s', but must be a size in megabytes from 0 to 999999999; 0 switches the store of densities off"
                .formatted(LIMIT_VARIABLE, size));
      }
      megabytes = Long.parseLong(size);
    }
    return megabytes == 0
        ? Optional.empty()
        : Optional.of(new DensityStore(cache.resolve("densities"), megabytes * MEGABYTE));
  }

  /** Where it is. */
  public Path folder() {
    return folder;
  }

  /** The density with this key, if it is there and whole. */
  public Optional<TrainedPhase> find(String key) {
    try {
      Optional<Checkpoint> saved = entry(key).latest().filter(c -> c.configHash().equals(key));
      saved.ifPresent(used -> touch(folder.resolve(key)));
      return saved.map(
          c ->
              TrainedPhase.unpacked(
                  c.runId(), c.progress().getOrDefault(PHASE, 0L), c.elapsedMillis(), c.state()));
    } catch (SpotInputException e) {
      // Damaged, or just being removed: the holder of the lock trains it again.
      return Optional.empty();
    }
  }

  private static void touch(Path entry) {
    try {
      Files.setLastModifiedTime(entry, FileTime.from(Instant.now()));
    } catch (IOException e) {
      LOG.debug("{} stays dated as it was: {}", entry, e.toString());
    }
  }

  /**
   * Lets one process at a time train the density with this key; empty if another one does.
   *
   * @throws SpotRunException if the folder cannot be written
   */
  public Optional<FileMutex> tryLock(String key) {
    try {
      Files.createDirectories(folder);
      // Where the file system has no locks, each process trains its own: the same result.
      Optional<FileMutex> lock = FileMutex.tryTake(folder.resolve(key + ".lock"), warning -> {});
      if (lock.isPresent()) {
        Files.writeString(holder(key), Long.toString(ProcessHandle.current().pid()));
      }
      return lock;
    } catch (IOException e) {
      throw new SpotRunException("cannot write to %s: %s".formatted(folder, e), e);
    }
  }

  /** The number of the process that holds the lock of this key, as far as it is known. */
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
   * Keeps a density, and removes those that were not used for the longest time if all are too large
   * together. Only for the holder of the key's lock.
   *
   * @throws SpotRunException if it cannot be written
   */
  public void save(String key, TrainedPhase trained) {
    entry(key)
        .save(
            new Checkpoint(
                key,
                trained.runId(),
                System.currentTimeMillis(),
                trained.millis(),
                Map.of(PHASE, trained.updates()),
                Map.of(),
                trained.packed()));
    try {
      trim();
    } catch (IOException | UncheckedIOException e) {
      // The next save tries again.
      LOG.warn("old densities in {} cannot be removed: {}", folder, e.toString());
    }
  }

  /**
   * Removes a density, for example a damaged one. Only for the holder of the key's lock.
   *
   * @return false if there was none
   * @throws SpotRunException if it cannot be removed
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

  private void trim() throws IOException {
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
      // One that another process works on is in use, so is the one just saved.
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

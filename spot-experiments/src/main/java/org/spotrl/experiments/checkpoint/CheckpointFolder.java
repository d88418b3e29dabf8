package org.spotrl.experiments.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spotrl.api.checkpoint.Checkpoint;
import org.spotrl.api.checkpoint.CheckpointStore;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.host.AtomicFiles;
import org.spotrl.api.host.Sha256;
import org.spotrl.policy.SafetensorsFile;

/**
 * The checkpoints of one run. Each is a folder like {@code step-000020000} with {@code
 * manifest.json} and {@code state.safetensors}.
 *
 * <p>The number is the completed updates of all phases. A checkpoint is written to a temporary
 * folder, synced to disk and renamed before older ones are deleted, so there is always a complete
 * one, also after a kill. Only one process at a time may use the folder.
 */
public final class CheckpointFolder implements CheckpointStore {

  private static final Logger LOG = LoggerFactory.getLogger(CheckpointFolder.class);

  private static final String PREFIX = "step-";

  private final Path folder;
  private final NumberedFolders checkpoints;
  private final int keep;
  private final StateWriter writer;

  /** Writes a state durably to a new file and returns its SHA-256. */
  @FunctionalInterface
  interface StateWriter {
    String write(Path file, StateDict state) throws IOException;
  }

  /**
   * The checkpoints in this folder; the first save creates it.
   *
   * @param keep how many of the latest checkpoints to keep; at least 1
   */
  public CheckpointFolder(Path folder, int keep) {
    this(folder, keep, SafetensorsFile::write);
  }

  CheckpointFolder(Path folder, int keep, StateWriter writer) {
    if (keep < 1) {
      throw new IllegalArgumentException("at least 1 checkpoint must be kept, not " + keep);
    }
    this.folder = folder;
    this.checkpoints = new NumberedFolders(folder, PREFIX);
    this.keep = keep;
    this.writer = writer;
  }

  /** Name of a checkpoint's folder. */
  public static String name(Checkpoint checkpoint) {
    return NumberedFolders.name(PREFIX, number(checkpoint));
  }

  private static long number(Checkpoint checkpoint) {
    if (checkpoint.progress().values().stream().anyMatch(count -> count < 0)) {
      throw new IllegalArgumentException(
          "progress counters must not be negative: " + checkpoint.progress());
    }
    return checkpoint.progress().values().stream().reduce(0L, Math::addExact);
  }

  /**
   * Number of the latest checkpoint in a folder; empty if there is none or the folder is
   * unreadable.
   */
  public static OptionalLong latestUpdates(Path folder) {
    NumberedFolders checkpoints = new NumberedFolders(folder, PREFIX);
    try {
      return checkpoints.numbers().stream()
          .filter(number -> !checkpoints.whole(number).isEmpty())
          .mapToLong(number -> number)
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>A checkpoint with the same number is replaced. Damaged ones with a higher number are
   * deleted.
   *
   * @throws SpotRunException also if there is an intact checkpoint with a higher number: a resume
   *     would use that one
   */
  @Override
  public void save(Checkpoint checkpoint) {
    long number = number(checkpoint);
    try {
      Files.createDirectories(folder);
      checkpoints.tidy();
      refuseIfOvertaken(number);
      checkpoints.save(number, saving -> write(checkpoint, saving));
    } catch (IOException e) {
      throw new SpotRunException(
          "checkpoint %s cannot be written to %s: %s; earlier checkpoints are kept. Check free space and permissions, then resume"
              .formatted(name(checkpoint), folder, NumberedFolders.reason(e)),
          e);
    }
    prune(number);
  }

  @Override
  public Optional<Checkpoint> latest() {
    List<String> damages = new ArrayList<>();
    try {
      for (long number : checkpoints.numbers()) {
        for (Path path : checkpoints.whole(number)) {
          try {
            return Optional.of(load(path));
          } catch (IOException e) {
            String damage = NumberedFolders.reason(e);
            LOG.warn("checkpoint {} is damaged and skipped: {}", path, damage);
            damages.add(path.getFileName() + ": " + damage);
          }
        }
      }
    } catch (IOException e) {
      throw new SpotInputException(
          "the checkpoints in %s cannot be listed: %s".formatted(folder, NumberedFolders.reason(e)),
          e);
    }
    if (damages.isEmpty()) {
      return Optional.empty();
    }
    throw new SpotInputException(
        "every checkpoint in %s is damaged (%s); restore one from a copy, or remove the folder to start again"
            .formatted(folder, String.join("; ", damages)));
  }

  /**
   * Names of all checkpoints' folders.
   *
   * @throws SpotRunException if the folder cannot be listed
   */
  public List<String> names() {
    try {
      checkpoints.tidy();
      return checkpoints.numbers().stream()
          .filter(number -> Files.exists(checkpoints.path(number)))
          .map(number -> NumberedFolders.name(PREFIX, number))
          .toList();
    } catch (IOException e) {
      throw new SpotRunException(
          "the checkpoints in %s cannot be listed: %s".formatted(folder, NumberedFolders.reason(e)),
          e);
    }
  }

  private void write(Checkpoint checkpoint, Path saving) throws IOException {
    Path state = saving.resolve(CheckpointManifest.STATE_FILE);
    String sha = writer.write(state, checkpoint.state());
    CheckpointManifest manifest = CheckpointManifest.of(checkpoint, Files.size(state), sha);
    AtomicFiles.writeNew(saving.resolve(CheckpointManifest.FILE), manifest.toJson());
  }

  private void refuseIfOvertaken(long number) throws IOException {
    for (long other : checkpoints.numbers()) {
      Path path = checkpoints.path(other);
      if (other > number && Files.exists(path)) {
        try {
          load(path);
        } catch (IOException damaged) {
          continue;
        }
        throw new SpotRunException(
            "checkpoint %s cannot be saved: %s is a later checkpoint. Resume from that one, or use another folder for this run"
                .formatted(NumberedFolders.name(PREFIX, number), path));
      }
    }
  }

  /** Deletes damaged checkpoints with a higher number, and all except the latest ones to keep. */
  private void prune(long newest) {
    try {
      List<Long> all = checkpoints.numbers();
      Set<Long> kept =
          all.stream()
              .filter(number -> number <= newest && Files.exists(checkpoints.path(number)))
              .limit(keep)
              .collect(Collectors.toSet());
      for (long number : all) {
        if (!kept.contains(number)) {
          checkpoints.delete(number);
        }
      }
    } catch (IOException e) {
      // The next save tries again.
      LOG.warn("old checkpoints in {} cannot be removed: {}", folder, NumberedFolders.reason(e));
    }
  }

  /**
   * Reads a checkpoint.
   *
   * @throws IOException if it is damaged
   * @throws SpotInputException if a newer version of spot wrote it
   */
  private static Checkpoint load(Path path) throws IOException {
    Path stateFile = path.resolve(CheckpointManifest.STATE_FILE);
    CheckpointManifest manifest = CheckpointManifest.read(path);
    requireSame("%s has %s bytes instead of %s", Files.size(stateFile), manifest.state().bytes());
    requireSame(
        "%s has the SHA-256 %s instead of %s", Sha256.of(stateFile), manifest.state().sha256());
    try {
      return manifest.checkpoint(SafetensorsFile.read(stateFile));
    } catch (SpotInputException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static void requireSame(String damage, Object found, Object recorded) throws IOException {
    if (!found.equals(recorded)) {
      throw new IOException(damage.formatted(CheckpointManifest.STATE_FILE, found, recorded));
    }
  }
}

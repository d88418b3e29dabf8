package org.spotrl.experiments.checkpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spotrl.api.SpotVersion;
import org.spotrl.api.checkpoint.Checkpoint;
import org.spotrl.api.checkpoint.CheckpointStore;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.host.AtomicFiles;
import org.spotrl.api.host.Sha256;

/**
 * The checkpoints of one run in a folder, one sub-folder each: {@code step-000020000} with {@code
 * manifest.json} and {@code state.safetensors}.
 *
 * <p>The number is the sum of the checkpoint's progress counters, which never fall during a run:
 * the updates completed in all phases. A checkpoint is written beside its final place, forced to
 * the disk and renamed; only then are older ones let go, so that a run killed at any moment leaves
 * a whole one. One process at a time may use the folder.
 */
public final class CheckpointFolder implements CheckpointStore {

  private static final Logger LOG = LoggerFactory.getLogger(CheckpointFolder.class);

  private final Path folder;
  private final int keep;
  private final StateWriter writer;

  /** Writes a state durably to a new file and returns its SHA-256. */
  @FunctionalInterface
  interface StateWriter {
    String write(Path file, StateDict state) throws IOException;
  }

  /**
   * Checkpoints in this folder, which is made at the first save.
   *
   * @param keep how many to keep, the newest included; at least 1
   */
  public CheckpointFolder(Path folder, int keep) {
    this(folder, keep, SafetensorsFile::write);
  }

  CheckpointFolder(Path folder, int keep, StateWriter writer) {
    if (keep < 1) {
      throw new IllegalArgumentException("at least 1 checkpoint must be kept, not " + keep);
    }
    this.folder = folder;
    this.keep = keep;
    this.writer = writer;
  }

  /** Name of the sub-folder of a checkpoint. */
  public static String name(Checkpoint checkpoint) {
    return CheckpointName.of(checkpoint).toString();
  }

  /** Number of the newest checkpoint of a folder; none if there is none, or none can be seen. */
  public static OptionalLong latestUpdates(Path folder) {
    try {
      return CheckpointName.list(folder).stream()
          .filter(
              name ->
                  Files.isDirectory(name.in(folder, ""))
                      || Files.isDirectory(name.in(folder, CheckpointName.REPLACED)))
          .mapToLong(CheckpointName::number)
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>One of the same number is replaced. Damaged ones of a higher number, which a resumed run has
   * passed over, are removed; a whole one of a higher number is never touched.
   *
   * @throws SpotRunException also if there is a whole checkpoint of a higher number: this run does
   *     not continue from it and would be hidden by it
   */
  @Override
  public void save(Checkpoint checkpoint) {
    CheckpointName name = CheckpointName.of(checkpoint);
    try {
      Files.createDirectories(folder);
      tidy();
      refuseIfOvertaken(name);
      Path saving = name.in(folder, CheckpointName.SAVING);
      try {
        write(checkpoint, saving);
        publish(name, saving);
      } catch (IOException e) {
        giveUp(name, saving);
        throw e;
      }
    } catch (IOException e) {
      throw new SpotRunException(
          "checkpoint %s cannot be written to %s: %s; earlier checkpoints are untouched. Check free space and permissions, then resume"
              .formatted(name, folder, reason(e)),
          e);
    }
    prune(name);
  }

  @Override
  public Optional<Checkpoint> latest() {
    List<String> damages = new ArrayList<>();
    List<CheckpointName> names;
    try {
      names = CheckpointName.list(folder);
    } catch (IOException e) {
      throw new SpotInputException(
          "the checkpoints in %s cannot be listed: %s".formatted(folder, reason(e)), e);
    }
    for (CheckpointName name : names) {
      // An old one that a crash caught in the middle of its replacement is still good.
      for (String suffix : List.of("", CheckpointName.REPLACED)) {
        Path path = name.in(folder, suffix);
        if (Files.isDirectory(path)) {
          try {
            return Optional.of(load(path));
          } catch (CheckpointManifest.DamagedException e) {
            LOG.warn("checkpoint {} is damaged and passed over: {}", path, e.getMessage());
            damages.add(path.getFileName() + ": " + e.getMessage());
          }
        }
      }
    }
    if (damages.isEmpty()) {
      return Optional.empty();
    }
    throw new SpotInputException(
        "no checkpoint in %s is whole (%s); restore one from a copy, or remove the folder to start anew"
            .formatted(folder, String.join("; ", damages)));
  }

  private void write(Checkpoint checkpoint, Path saving) throws IOException {
    Files.createDirectory(saving);
    Path state = saving.resolve(CheckpointManifest.STATE_FILE);
    String sha = writer.write(state, checkpoint.state());
    CheckpointManifest manifest =
        new CheckpointManifest(
            SpotVersion.current(),
            Instant.ofEpochMilli(checkpoint.savedAtMillis()),
            checkpoint.elapsedMillis(),
            checkpoint.runId(),
            checkpoint.configHash(),
            checkpoint.progress(),
            checkpoint.measures(),
            Files.size(state),
            sha);
    AtomicFiles.writeNew(saving.resolve(CheckpointManifest.FILE), manifest.toJson());
    AtomicFiles.syncFolder(saving);
  }

  private void publish(CheckpointName name, Path saving) throws IOException {
    Path place = name.in(folder, "");
    Path replaced = name.in(folder, CheckpointName.REPLACED);
    boolean replacing = Files.exists(place);
    if (replacing) {
      AtomicFiles.rename(place, replaced);
    }
    AtomicFiles.rename(saving, place);
    AtomicFiles.syncFolder(folder);
    if (replacing) {
      AtomicFiles.deleteTree(replaced);
    }
  }

  /** Frees the space of a save that failed; what cannot be removed now is removed by the next. */
  private void giveUp(CheckpointName name, Path saving) {
    try {
      restoreReplaced(name);
      AtomicFiles.deleteTree(saving);
    } catch (IOException e) {
      LOG.warn("the rest of an unfinished checkpoint stays in {}: {}", saving, reason(e));
    }
  }

  private void restoreReplaced(CheckpointName name) throws IOException {
    Path replaced = name.in(folder, CheckpointName.REPLACED);
    if (Files.exists(replaced)) {
      if (Files.exists(name.in(folder, ""))) {
        AtomicFiles.deleteTree(replaced);
      } else {
        AtomicFiles.rename(replaced, name.in(folder, ""));
      }
    }
  }

  /** Removes what killed saves have left. */
  private void tidy() throws IOException {
    for (CheckpointName name : CheckpointName.list(folder)) {
      restoreReplaced(name);
      for (String suffix : List.of(CheckpointName.SAVING, CheckpointName.REMOVED)) {
        Path leftover = name.in(folder, suffix);
        AtomicFiles.deleteTree(leftover);
      }
    }
  }

  private void refuseIfOvertaken(CheckpointName name) throws IOException {
    for (CheckpointName other : CheckpointName.list(folder)) {
      Path path = other.in(folder, "");
      if (other.number() > name.number() && Files.exists(path)) {
        try {
          load(path);
        } catch (CheckpointManifest.DamagedException e) {
          continue;
        }
        throw new SpotRunException(
            "checkpoint %s cannot be saved: %s is of a later moment. Resume from that one, or give this run another folder"
                .formatted(name, path));
      }
    }
  }

  /** Lets go of damaged ones of a higher number and of all beyond the newest to keep. */
  private void prune(CheckpointName newest) {
    try {
      int kept = 0;
      for (CheckpointName name : CheckpointName.list(folder)) {
        Path path = name.in(folder, "");
        if (!Files.exists(path)) {
          continue;
        }
        if (name.number() <= newest.number() && kept < keep) {
          kept++;
        } else {
          // Renamed first, so that a kill in between leaves no half of a checkpoint.
          Path removed = name.in(folder, CheckpointName.REMOVED);
          AtomicFiles.rename(path, removed);
          AtomicFiles.deleteTree(removed);
        }
      }
    } catch (IOException e) {
      // The new one is safe; the next save tries again.
      LOG.warn("old checkpoints in {} cannot be removed: {}", folder, reason(e));
    }
  }

  private static Checkpoint load(Path path) throws CheckpointManifest.DamagedException {
    Path stateFile = path.resolve(CheckpointManifest.STATE_FILE);
    try {
      CheckpointManifest manifest =
          CheckpointManifest.parse(
              Files.readString(path.resolve(CheckpointManifest.FILE), StandardCharsets.UTF_8));
      long bytes = Files.size(stateFile);
      if (bytes != manifest.stateBytes()) {
        throw new CheckpointManifest.DamagedException(
            "%s has %d bytes instead of %d"
                .formatted(CheckpointManifest.STATE_FILE, bytes, manifest.stateBytes()));
      }
      String sha = Sha256.of(stateFile);
      if (!sha.equals(manifest.stateSha256())) {
        throw new CheckpointManifest.DamagedException(
            "%s has the SHA-256 %s instead of %s"
                .formatted(CheckpointManifest.STATE_FILE, sha, manifest.stateSha256()));
      }
      return manifest.checkpoint(SafetensorsFile.read(stateFile));
    } catch (CheckpointManifest.NewerFormatException e) {
      throw new SpotInputException("checkpoint %s %s".formatted(path, e.getMessage()), e);
    } catch (SpotInputException | IOException e) {
      throw new CheckpointManifest.DamagedException(reason(e));
    }
  }

  static String reason(Exception e) {
    // Those of the file system say little: a path, or nothing at all.
    String message = e.getMessage();
    if (message == null) {
      return e.getClass().getSimpleName();
    }
    if (e instanceof NoSuchFileException) {
      return "there is no " + message;
    }
    if (e instanceof AccessDeniedException) {
      return "no permission for " + message;
    }
    return e instanceof FileAlreadyExistsException ? message + " is in the way" : message;
  }
}

package org.spotrl.mlflow.sync;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import org.spotrl.api.error.SpotException;
import org.spotrl.mlflow.server.ArtifactStore;
import org.spotrl.mlflow.server.ServerRefused;

/**
 * Synchronizes the artifacts of a run from its folder to a server: sends new and changed files,
 * then deletes files that were deleted in the folder. Files that others uploaded stay.
 *
 * <p>A file may be deleted or changed at any time; a changed file is sent again.
 */
final class ArtifactSync {

  /** The suffix of a checkpoint's manifest, which is sent last and deleted first. */
  private static final String MANIFEST_SUFFIX = ".json";

  private static final Comparator<String> LATEST_CHECKPOINT_FIRST =
      Comparator.comparing((String path) -> path.startsWith("checkpoints/"))
          .thenComparing(ArtifactSync::folder, Comparator.reverseOrder())
          .thenComparing(path -> path.endsWith(MANIFEST_SUFFIX))
          .thenComparing(Comparator.naturalOrder());

  private final Path artifacts;
  private final RunCopy copy;
  private final SentFiles sent;
  private final Map<String, LocalFiles.Version> refused = new ConcurrentHashMap<>();
  private boolean compared;

  /** The files in the folder at the last pass if that pass sent all of them; else empty. */
  private Optional<Map<String, LocalFiles.Version>> allSent = Optional.empty();

  ArtifactSync(RunCopy copy) throws IOException {
    this.copy = copy;
    this.artifacts = copy.folder().artifacts();
    this.sent = SentFiles.of(copy.folder().path(), copy.remote().id());
  }

  /**
   * Sends what has changed.
   *
   * @param done receives the size in bytes of each file that is on the server
   */
  void send(LongConsumer done) throws IOException {
    allSent = Optional.empty();
    ArtifactStore store;
    try {
      store = copy.server().artifacts(copy.remote());
    } catch (ServerRefused e) {
      copy.refusals().add("files", e);
      return;
    }
    copy.refusals().remove("files");
    compareOnce(store);
    Map<String, LocalFiles.Version> here = LocalFiles.list(artifacts);
    List<String> paths = new ArrayList<>(here.keySet());
    paths.sort(LATEST_CHECKPOINT_FIRST);
    boolean whole = true;
    for (String path : paths) {
      LocalFiles.Version version = here.get(path);
      if (version != null) {
        if (!isSent(path, version) && !version.equals(refused.get(path))) {
          whole &= put(store, path, version);
        }
        done.accept(version.size());
      }
    }
    Set<String> gone = new HashSet<>(refused.keySet());
    gone.removeAll(here.keySet());
    gone.forEach(this::accepted);
    // A file that was deleted meanwhile may have been replaced by one that is not sent yet.
    allSent = whole ? Optional.of(here) : Optional.empty();
  }

  /** The files that remain to be sent, without files that the server refuses. */
  TransferSize left() throws IOException {
    TransferSize left = TransferSize.NONE;
    for (Map.Entry<String, LocalFiles.Version> file : LocalFiles.list(artifacts).entrySet()) {
      if (!isSent(file.getKey(), file.getValue()) && !refused.containsKey(file.getKey())) {
        left = left.plus(new TransferSize(0, 1, file.getValue().size()));
      }
    }
    return left;
  }

  /** Compares the record of sent files with the sizes on the server. */
  private void compareOnce(ArtifactStore store) throws IOException {
    if (compared) {
      return;
    }
    if (!sent.paths().isEmpty()) {
      Map<String, Long> there = store.sizes();
      for (String path : sent.paths()) {
        Long size = there.get(path);
        if (size == null) {
          sent.add(path, SentFiles.REMOVED);
        } else if (sent.version(path).filter(version -> version.size() != size).isPresent()) {
          sent.add(path, SentFiles.BEGUN);
        }
      }
    }
    compared = true;
  }

  /** Sends a file; returns false if it was deleted before. */
  private boolean put(ArtifactStore store, String path, LocalFiles.Version version)
      throws IOException {
    Path file = artifacts.resolve(path);
    sent.add(path, SentFiles.BEGUN);
    try {
      store.put(path, file);
    } catch (ServerRefused | SpotException e) {
      if (e instanceof ServerRefused refusal && refusal.isUnauthorized()) {
        // The token has expired: with a new one the same file can be sent.
        throw e;
      }
      if (e instanceof SpotException && !Files.exists(file)) {
        return false;
      }
      refused.put(path, version);
      copy.refusals().add("file " + path, e);
      return true;
    }
    sent.add(path, version);
    accepted(path);
    copy.target().count(0, 1, version.size());
    return true;
  }

  /** If all files were sent, deletes those from the server that are no longer in the folder. */
  void removeGone() throws IOException {
    List<String> gone = new ArrayList<>(allSent.isPresent() ? sent.paths() : Set.of());
    allSent.ifPresent(here -> gone.removeAll(here.keySet()));
    if (gone.isEmpty()) {
      return;
    }
    ArtifactStore store = copy.server().artifacts(copy.remote());
    gone.sort(LATEST_CHECKPOINT_FIRST.reversed());
    for (String path : gone) {
      if (Files.exists(artifacts.resolve(path))) {
        continue;
      }
      try {
        store.delete(path);
        copy.target().countOther();
        sent.add(path, SentFiles.REMOVED);
        accepted(path);
      } catch (ServerRefused e) {
        copy.refusals().add("removal of file " + path, e);
      }
    }
  }

  private void accepted(String path) {
    refused.remove(path);
    copy.refusals().remove("file " + path);
    copy.refusals().remove("removal of file " + path);
  }

  private boolean isSent(String path, LocalFiles.Version version) {
    return sent.version(path).filter(version::equals).isPresent();
  }

  private static String folder(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }
}

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
 * Makes a server's files of a run those of its folder: new and changed ones are sent, then those
 * removed here are removed there. Files that others put there stay.
 *
 * <p>A file may vanish or change at any moment: what was sent of it is sent again then.
 */
final class ArtifactSync {

  /** Lists a checkpoint's files, so it is sent last and removed first. */
  private static final String MANIFEST = ".json";

  private static final Comparator<String> LATEST_CHECKPOINT_FIRST =
      Comparator.comparing((String path) -> path.startsWith("checkpoints/"))
          .thenComparing(ArtifactSync::folder, Comparator.reverseOrder())
          .thenComparing(path -> path.endsWith(MANIFEST))
          .thenComparing(Comparator.naturalOrder());

  private final Path artifacts;
  private final RunCopy copy;
  private final SentFiles sent;
  private final Map<String, LocalFiles.Version> refused = new ConcurrentHashMap<>();
  private boolean compared;

  /** What the last pass that sent everything found in the folder; nothing after another one. */
  private Optional<Map<String, LocalFiles.Version>> allSent = Optional.empty();

  /** The files of a run. */
  ArtifactSync(RunCopy copy) throws IOException {
    this.copy = copy;
    this.artifacts = copy.folder().artifacts();
    this.sent = SentFiles.of(copy.folder().path(), copy.remote().id());
  }

  /**
   * Sends what has changed.
   *
   * @param done gets the bytes of each file that is on the server
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
    // One that vanished while it was sent may have given way to one that is not sent yet.
    allSent = whole ? Optional.of(here) : Optional.empty();
  }

  /** The files that are not sent; those that the server refuses are not counted. */
  TransferSize left() throws IOException {
    TransferSize left = TransferSize.NONE;
    for (Map.Entry<String, LocalFiles.Version> file : LocalFiles.list(artifacts).entrySet()) {
      if (!isSent(file.getKey(), file.getValue()) && !refused.containsKey(file.getKey())) {
        left = left.plus(new TransferSize(0, 1, file.getValue().size()));
      }
    }
    return left;
  }

  /** What is remembered counts as long as the server has files of these sizes. */
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

  /** Sends a file; false if it was gone before it was sent. */
  private boolean put(ArtifactStore store, String path, LocalFiles.Version version)
      throws IOException {
    Path file = artifacts.resolve(path);
    sent.add(path, SentFiles.BEGUN);
    try {
      store.put(path, file);
    } catch (ServerRefused | SpotException e) {
      if (e instanceof ServerRefused refusal && refusal.isUnauthorized()) {
        // A token has run out: a new one lets the same file in.
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

  /** Removes what the folder did not have any more when all that it had was sent. */
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

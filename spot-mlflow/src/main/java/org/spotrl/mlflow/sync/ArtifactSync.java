package org.spotrl.mlflow.sync;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.spotrl.api.error.SpotException;
import org.spotrl.mlflow.server.ArtifactFile;
import org.spotrl.mlflow.server.ArtifactStore;
import org.spotrl.mlflow.server.ServerRefused;

/**
 * Makes a server's files of a run those of its folder: new and changed ones are sent, then those
 * removed here are removed there. Files that others put there stay.
 *
 * <p>A file may vanish or change at any moment: what was sent of it is sent again then.
 */
final class ArtifactSync {

  /** What tells of a checkpoint's files, so it comes last and goes first. */
  private static final String MANIFEST = ".json";

  private static final Comparator<String> LATEST_CHECKPOINT_FIRST =
      Comparator.comparing(ArtifactSync::isCheckpoint)
          .thenComparing(ArtifactSync::folder, Comparator.reverseOrder())
          .thenComparing(path -> path.endsWith(MANIFEST))
          .thenComparing(Comparator.naturalOrder());

  private final Path artifacts;
  private final Supplier<ArtifactStore> stores;
  private final SentFiles sent;
  private final TransferCounter tally;
  private final Map<String, FileVersion> refused = new ConcurrentHashMap<>();
  private final Map<String, String> reasons = new HashMap<>();
  private boolean compared;

  /**
   * The files below a folder.
   *
   * @param stores gives the server's files, or {@link ServerRefused} if they cannot be reached
   */
  ArtifactSync(
      Path artifacts, SentFiles sent, TransferCounter tally, Supplier<ArtifactStore> stores) {
    this.artifacts = artifacts;
    this.stores = stores;
    this.sent = sent;
    this.tally = tally;
  }

  /**
   * Sends and removes what has changed.
   *
   * @param listener hears of each file that is done with
   */
  void pass(Refusals problems, SyncListener listener) throws IOException {
    ArtifactStore store;
    try {
      store = stores.get();
    } catch (ServerRefused e) {
      problems.add("files", Refusals.reason(e));
      return;
    }
    compareOnce(store);
    Map<String, FileVersion> here = LocalFiles.list(artifacts);
    List<String> paths = new ArrayList<>(here.keySet());
    paths.sort(LATEST_CHECKPOINT_FIRST);
    boolean whole = true;
    for (String path : paths) {
      FileVersion version = here.get(path);
      if (version != null) {
        if (!isSent(path, version) && !version.equals(refused.get(path))) {
          whole &= put(store, path, version);
        }
        listener.done(version.size());
      }
    }
    refused.keySet().retainAll(here.keySet());
    refused.keySet().forEach(path -> problems.add("file " + path, reasons.getOrDefault(path, "")));
    // One that vanished while it was sent may have given way to one that is not sent yet.
    if (whole) {
      removeGone(store, here, problems);
    }
  }

  /** The files that are not sent; those that the server refuses are not counted. */
  TransferSize left() throws IOException {
    TransferSize left = TransferSize.NONE;
    for (Map.Entry<String, FileVersion> file : LocalFiles.list(artifacts).entrySet()) {
      if (!isSent(file.getKey(), file.getValue()) && !refused.containsKey(file.getKey())) {
        left = left.plus(new TransferSize(0, 1, file.getValue().size()));
      }
    }
    return left;
  }

  /** All files below a folder. */
  static TransferSize all(Path artifacts) throws IOException {
    TransferSize all = TransferSize.NONE;
    for (FileVersion version : LocalFiles.list(artifacts).values()) {
      all = all.plus(new TransferSize(0, 1, version.size()));
    }
    return all;
  }

  /** What is remembered counts as long as the server has files of these sizes. */
  private void compareOnce(ArtifactStore store) throws IOException {
    if (compared) {
      return;
    }
    if (!sent.paths().isEmpty()) {
      Map<String, Long> there = new HashMap<>();
      for (ArtifactFile file : store.files()) {
        there.put(file.path(), file.size());
      }
      for (String path : sent.paths()) {
        Long size = there.get(path);
        if (size == null) {
          sent.removed(path);
        } else if (sent.version(path).filter(version -> version.size() != size).isPresent()) {
          sent.begin(path);
        }
      }
    }
    compared = true;
  }

  /** Sends a file; false if it was gone before it was sent. */
  private boolean put(ArtifactStore store, String path, FileVersion version) throws IOException {
    Path file = artifacts.resolve(path);
    sent.begin(path);
    try {
      store.put(path, file);
    } catch (ServerRefused e) {
      if (e.isUnauthorized()) {
        // A token has run out: a new one lets the same file in.
        throw e;
      }
      refuse(path, version, Refusals.reason(e));
      return true;
    } catch (SpotException e) {
      if (!Files.exists(file)) {
        return false;
      }
      refuse(path, version, Refusals.reason(e));
      return true;
    }
    sent.sent(path, version);
    refused.remove(path);
    tally.file(version.size());
    return true;
  }

  private void refuse(String path, FileVersion version, String reason) {
    refused.put(path, version);
    reasons.put(path, reason);
  }

  private void removeGone(ArtifactStore store, Map<String, FileVersion> here, Refusals problems)
      throws IOException {
    List<String> gone = new ArrayList<>(sent.paths());
    gone.removeAll(here.keySet());
    gone.sort(LATEST_CHECKPOINT_FIRST.reversed());
    for (String path : gone) {
      if (Files.exists(artifacts.resolve(path))) {
        continue;
      }
      try {
        store.delete(path);
        tally.change();
        sent.removed(path);
      } catch (ServerRefused e) {
        problems.add("removal of file " + path, Refusals.reason(e));
      }
    }
  }

  private boolean isSent(String path, FileVersion version) {
    return sent.version(path).filter(version::equals).isPresent();
  }

  private static boolean isCheckpoint(String path) {
    return path.startsWith("checkpoints/");
  }

  private static String folder(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }
}

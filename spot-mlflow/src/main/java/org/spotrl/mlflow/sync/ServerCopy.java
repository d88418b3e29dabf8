package org.spotrl.mlflow.sync;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.spotrl.mlflow.RunView;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.mlflow.server.ServerRun;

/** Finds and makes the copies that a server has of a folder's runs. */
final class ServerCopy {

  /** Tag of a copy: the checksum of the folder of which the server has everything. */
  static final String COMPLETE = "spot.complete";

  private final SyncTarget target;

  /** Whether a call that makes a run has ended without an answer. */
  private boolean unsure;

  private boolean made;

  ServerCopy(SyncTarget target) {
    this.target = target;
  }

  /** The copy of a run. */
  Optional<ServerRun> find(RecordedRun run) {
    return find(run, run.id());
  }

  /** The copy of a run of the same experiment. */
  Optional<ServerRun> find(RecordedRun run, String folderId) {
    String experimentId = target.experimentId(run.experiment());
    return target.server().findRun(experimentId, RunView.FOLDER_ID, folderId);
  }

  /** The copy of a run, made if there is none. */
  ServerRun findOrMake(RecordedRun run) {
    return find(run).orElseGet(() -> make(run));
  }

  /** Whether the copy was made here. */
  boolean isMade() {
    return made;
  }

  /**
   * Removes further copies: a request that nobody waited for any longer may have made one, after
   * another was made.
   */
  void removeOthers(ServerRun copy) {
    if (!unsure) {
      return;
    }
    String folderId = copy.tags().getOrDefault(RunView.FOLDER_ID, "");
    for (ServerRun other : target.server().runs(copy.experimentId())) {
      if (!other.id().equals(copy.id()) && folderId.equals(other.tags().get(RunView.FOLDER_ID))) {
        target.server().deleteRun(other.id());
      }
    }
    unsure = false;
  }

  private ServerRun make(RecordedRun run) {
    Map<String, String> tags = new HashMap<>(run.tags());
    // The others follow; these cannot be set later, and that one is how the run is found again.
    tags.keySet()
        .removeIf(name -> !name.equals("mlflow.user") && !name.startsWith("mlflow.source"));
    tags.put(RunView.FOLDER_ID, run.id());
    String experimentId = target.experimentId(run.experiment());
    unsure = true;
    made = true;
    ServerRun copy = target.server().createRun(experimentId, run.name(), run.startMillis(), tags);
    unsure = false;
    return copy;
  }
}

package org.spotrl.mlflow.sync;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.spotrl.mlflow.RunView;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.mlflow.server.ServerRun;
import org.spotrl.mlflow.server.TrackingServer;

/** Finds and makes the run of a server that is the copy of a folder's. */
final class ServerCopy {

  /** Tag of the server's run: the state of the folder of which it has everything. */
  static final String COMPLETE = "spot.complete";

  private final TrackingServer server;
  private final ExperimentSync experiments;

  /** Whether a call that makes a run has ended without an answer. */
  private boolean unsure;

  private boolean made;

  ServerCopy(TrackingServer server, ExperimentSync experiments) {
    this.server = server;
    this.experiments = experiments;
  }

  /** Makes the run's experiment what the folder's is. */
  void experiment(RecordedRun run) {
    experiments.id(run.experiment());
  }

  /** The copy of a run. */
  Optional<ServerRun> find(RecordedRun run) {
    return find(run, run.id());
  }

  /** The copy of a run of the same experiment. */
  Optional<ServerRun> find(RecordedRun run, String folderId) {
    return server.findRun(experiments.id(run.experiment()), RunView.FOLDER_ID, folderId);
  }

  /** The copy of a run, made if there is none. */
  ServerRun findOrMake(RecordedRun run) {
    Optional<ServerRun> found = find(run);
    return found.isPresent() ? found.get() : make(run);
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
    for (ServerRun other : server.runs(copy.experimentId())) {
      if (!other.id().equals(copy.id()) && folderId.equals(other.tags().get(RunView.FOLDER_ID))) {
        server.deleteRun(other.id());
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
    unsure = true;
    made = true;
    ServerRun copy =
        server.createRun(experiments.id(run.experiment()), run.name(), run.startMillis(), tags);
    unsure = false;
    return copy;
  }
}

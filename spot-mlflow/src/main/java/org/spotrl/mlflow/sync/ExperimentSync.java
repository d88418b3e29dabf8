package org.spotrl.mlflow.sync;

import java.util.HashMap;
import java.util.Map;
import org.spotrl.mlflow.folder.RecordedExperiment;
import org.spotrl.mlflow.server.TrackingServer;

/** Makes experiments on a server, with the labels of the folder's. */
final class ExperimentSync {

  private final TrackingServer server;
  private final Map<RecordedExperiment, String> ids = new HashMap<>();

  ExperimentSync(TrackingServer server) {
    this.server = server;
  }

  /** The server's id of an experiment; asks the server only if the folder's has changed. */
  String id(RecordedExperiment experiment) {
    return ids.computeIfAbsent(experiment, e -> server.experiment(e.name(), e.tags()));
  }
}

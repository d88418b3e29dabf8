package org.spotrl.mlflow;

import org.spotrl.mlflow.server.ServerRun;
import org.spotrl.mlflow.server.TrackingServer;

/** Addresses of a server's pages. */
final class ServerPages {

  /** From MLflow 3 on pages open in the mode for generative models unless told otherwise. */
  private static final String TRAINING = "workflowType=machine_learning";

  private ServerPages() {}

  /** The page of a run. */
  static String run(TrackingServer server, ServerRun run) {
    return "%s/#/experiments/%s/runs/%s%s"
        .formatted(
            server.address(),
            run.experimentId(),
            run.id(),
            server.hasLoggedModels() ? "?" + TRAINING : "");
  }
}

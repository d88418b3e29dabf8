package org.spotrl.mlflow.sync;

import org.spotrl.mlflow.folder.RunFolder;
import org.spotrl.mlflow.server.ServerRun;
import org.spotrl.mlflow.server.TrackingServer;

/**
 * A run and its copy on a server.
 *
 * @param folder where the run is recorded
 * @param remote the copy as it was found on the server
 * @param target the server
 * @param refusals gets what the server refuses
 */
record RunCopy(RunFolder folder, ServerRun remote, SyncTarget target, Refusals refusals) {

  TrackingServer server() {
    return target.server();
  }
}

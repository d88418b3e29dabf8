package org.spotrl.mlflow.sync;

import org.spotrl.mlflow.folder.RunFolder;
import org.spotrl.mlflow.server.ServerRun;
import org.spotrl.mlflow.server.TrackingServer;

/**
 * A run in a folder and its copy on a server.
 *
 * @param folder the run's folder
 * @param remote the copy as found on the server
 * @param target the server
 * @param refusals receives what the server refuses
 */
record RunCopy(RunFolder folder, ServerRun remote, SyncTarget target, Refusals refusals) {

  TrackingServer server() {
    return target.server();
  }
}

package org.spotrl.mlflow.sync;

import java.util.List;
import java.util.Optional;

/**
 * The result of sending a run to a server.
 *
 * @param address the server's address, without credentials
 * @param page the URL of the experiment's charts, empty if the server does not have the run yet
 * @param sent what this process sent
 * @param left what remains to be sent
 * @param refused a line for each item that the server refuses
 * @param fault why not everything is sent, empty if everything is sent
 */
public record SyncReport(
    String address,
    Optional<String> page,
    TransferSize sent,
    TransferSize left,
    List<String> refused,
    Optional<String> fault) {

  /** Whether the server has the complete run. */
  public boolean isComplete() {
    return fault.isEmpty() && refused.isEmpty();
  }
}

package org.spotrl.mlflow.sync;

import java.util.List;
import java.util.Optional;

/**
 * How far the copy of a run on a server has come.
 *
 * @param address the server's address, without credentials
 * @param page the address of the page of the run's experiment, nothing if the server has no such
 *     run yet
 * @param sent what was sent by this process
 * @param left what is still to be sent
 * @param refused a line for each thing that the server does not take
 * @param fault why not everything is sent, nothing if it is
 */
public record SyncReport(
    String address,
    Optional<String> page,
    TransferSize sent,
    TransferSize left,
    List<String> refused,
    Optional<String> fault) {

  /** Whether the server has everything. */
  public boolean isComplete() {
    return fault.isEmpty() && refused.isEmpty();
  }
}

package org.spotrl.mlflow.sync;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.spotrl.mlflow.folder.RecordedExperiment;
import org.spotrl.mlflow.server.TrackingServer;

/**
 * A server that runs are sent to, and how much was sent. The runs of one push share it; other
 * threads may read the counts.
 */
final class SyncTarget {

  private final TrackingServer server;
  private final Consumer<String> notes;
  private final Map<RecordedExperiment, String> experiments = new HashMap<>();
  private TransferSize sent = TransferSize.NONE;
  private long changes;

  /**
   * A server that nothing was sent to so far.
   *
   * @param notes gets a sentence for each value that the server keeps shortened
   */
  SyncTarget(TrackingServer server, Consumer<String> notes) {
    this.server = server;
    this.notes = notes;
  }

  TrackingServer server() {
    return server;
  }

  /** The server's id of an experiment; asks the server only if the folder's has changed. */
  String experimentId(RecordedExperiment experiment) {
    return experiments.computeIfAbsent(experiment, e -> server.experiment(e.name(), e.tags()));
  }

  /** Records parameters and tags. */
  void record(String runId, Map<String, String> parameters, Map<String, String> tags) {
    server.record(runId, parameters, tags, Map.of()).forEach(notes);
  }

  /** Counts what was sent. */
  synchronized void count(long points, long files, long bytes) {
    sent = sent.plus(new TransferSize(points, files, bytes));
    changes += points + files;
  }

  /** Counts a change that is no point and no file: a tag, a state, a link, a file removed. */
  synchronized void countOther() {
    changes++;
  }

  synchronized TransferSize sent() {
    return sent;
  }

  /** Grows with each thing sent. */
  synchronized long changes() {
    return changes;
  }
}

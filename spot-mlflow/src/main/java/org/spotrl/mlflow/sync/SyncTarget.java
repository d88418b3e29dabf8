package org.spotrl.mlflow.sync;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.spotrl.mlflow.folder.RecordedExperiment;
import org.spotrl.mlflow.server.TrackingServer;

/**
 * A server that runs are sent to, with counts of what was sent. The runs of one push share it;
 * other threads may read the counts.
 */
final class SyncTarget {

  private final TrackingServer server;
  private final Consumer<String> notes;
  private final Map<RecordedExperiment, String> experiments = new HashMap<>();
  private TransferSize sent = TransferSize.NONE;
  private long changes;

  SyncTarget(TrackingServer server, Consumer<String> notes) {
    this.server = server;
    this.notes = notes;
  }

  TrackingServer server() {
    return server;
  }

  /**
   * The server's id of an experiment; calls the server only if the experiment's name or tags
   * changed.
   */
  String experimentId(RecordedExperiment experiment) {
    return experiments.computeIfAbsent(experiment, e -> server.experiment(e.name(), e.tags()));
  }

  /** Records parameters and tags. */
  void record(String runId, Map<String, String> parameters, Map<String, String> tags) {
    server.record(runId, parameters, tags, Map.of()).forEach(notes);
  }

  /** Counts sent points and files. */
  synchronized void count(long points, long files, long bytes) {
    sent = sent.plus(new TransferSize(points, files, bytes));
    changes += points + files;
  }

  /** Counts another change: a tag, a state, a link or a deleted file. */
  synchronized void countOther() {
    changes++;
  }

  synchronized TransferSize sent() {
    return sent;
  }

  /** The number of changes, which grows with each sent item. */
  synchronized long changes() {
    return changes;
  }
}

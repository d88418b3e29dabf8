package org.spotrl.experiments.run;

import java.util.List;
import org.spotrl.api.env.EvaluationResult;
import org.spotrl.api.progress.ProgressListener;
import org.spotrl.mlflow.sync.SyncReport;

/** Shows the progress of a run; the runner itself prints nothing. */
public interface RunReporter extends ProgressListener {

  /** Called when the data is loaded. */
  void dataReady(PreparedData data);

  /** Called when tracking begins. */
  void tracking(String runName, String runId, String location);

  /** Called before training, with the phases in their order. */
  void training(List<String> phases);

  /** Called when a checkpoint is restored, with the completed updates of all phases. */
  void resumed(long updates);

  /** Called after an evaluation, with the policy's updates. */
  void evaluated(long updates, EvaluationResult result);

  /** A message for the user; from any thread. */
  void notice(String line);

  /** Called at the end of a run with the state of its copy on a server. */
  void copied(SyncReport report);
}

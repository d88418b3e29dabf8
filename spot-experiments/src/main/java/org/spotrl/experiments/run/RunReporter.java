package org.spotrl.experiments.run;

import java.util.List;
import org.spotrl.api.env.EvaluationResult;
import org.spotrl.api.progress.ProgressListener;
import org.spotrl.mlflow.sync.SyncReport;

/** Shows a user how a run progresses; the engine itself prints nothing. */
public interface RunReporter extends ProgressListener {

  /** The data is loaded; training is about to begin. */
  void dataReady(PreparedData data);

  /** The run is being tracked from here on. */
  void tracking(String runName, String runId, String location);

  /** The run trains these phases, in their order. */
  void training(List<String> phases);

  /** Training continues from a checkpoint, at this many updates of all phases together. */
  void resumed(long updates);

  /** The policy was evaluated after this many updates of its phase. */
  void evaluated(long updates, EvaluationResult result);

  /** Something that the user should know meanwhile; from any thread. */
  void notice(String line);

  /** The run has ended, and this is how far its copy on a server has come. */
  void copied(SyncReport report);
}

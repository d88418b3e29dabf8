package org.spotrl.experiments.run;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Optional;
import org.spotrl.api.env.EvaluationResult;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.mlflow.sync.SyncReport;

/**
 * The result of a run, for the table at the end of a command.
 *
 * @param experiment name of the experiment
 * @param identity its name and tags
 * @param runId its id
 * @param location where it is tracked
 * @param status its status
 * @param evaluation the last evaluation; empty if the run was stopped before the first one or
 *     trains no policy
 * @param behaviorScore the behaviour policy's normalised score
 * @param policyUpdates completed updates of the policy; of all models if the run trains no policy
 * @param updatesPerSecond these updates per second of training
 * @param seconds wall time of the run over all its processes, including start-up and data
 */
@RecordBuilder
public record RunSummary(
    String experiment,
    RunIdentity identity,
    String runId,
    String location,
    RunStatus status,
    Optional<EvaluationResult> evaluation,
    double behaviorScore,
    long policyUpdates,
    double updatesPerSecond,
    double seconds,
    Optional<SyncReport> copy) {

  /** The run's name. */
  public String runName() {
    return identity.name();
  }

  RunSummary withCopy(Optional<SyncReport> report) {
    return RunSummaryBuilder.builder(this).copy(report).build();
  }
}

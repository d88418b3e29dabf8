package org.spotrl.experiments.run;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Optional;
import org.spotrl.api.env.EvaluationResult;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.mlflow.sync.SyncReport;

/**
 * How a run ended, for the closing table.
 *
 * @param experiment name of the experiment it belongs to
 * @param identity its name, and with which runs it belongs together
 * @param runId its id
 * @param location where it is tracked
 * @param status how it ended
 * @param evaluation the final policy's evaluation; a run that was stopped before any, or trains no
 *     policy, has none
 * @param behaviorScore the behaviour policy's own normalised score
 * @param policyUpdates updates of the policy done in all; of all models if it trains no policy
 * @param updatesPerSecond such updates per second of their training
 * @param seconds wall time of the run in all processes that worked on it, the data and the start-up
 *     included
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

  /** Its name. */
  public String runName() {
    return identity.name();
  }

  RunSummary withCopy(Optional<SyncReport> report) {
    return RunSummaryBuilder.builder(this).copy(report).build();
  }
}

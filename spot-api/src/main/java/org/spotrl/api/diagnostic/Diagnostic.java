package org.spotrl.api.diagnostic;

import org.spotrl.api.learning.Learner;
import org.spotrl.api.tracking.TrackedRun;

/**
 * Records metrics, tables or pictures of a learner during a run. An extension point for {@link
 * org.spotrl.api.component.ComponentType}.
 *
 * <p>Each run creates its own object, which may have state. A diagnostic must not change the
 * learner or draw from its random numbers: results must not depend on it.
 */
@FunctionalInterface
public interface Diagnostic {

  /**
   * Called before the first update of the policy and after each evaluation.
   *
   * @param run the run to record to, at the step {@code moment.updates()}; a resumed run records
   *     later steps again
   */
  void record(DiagnosticMoment moment, Learner learner, TrackedRun run);

  /**
   * How many episodes of each evaluation, from the first on, this diagnostic needs the observations
   * of: {@link org.spotrl.api.env.EvaluationResult#rollouts()} has at least so many, if there are.
   */
  default int rollouts() {
    return 0;
  }
}

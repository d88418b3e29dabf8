package org.spotrl.api.diagnostic;

import org.spotrl.api.learning.Learner;
import org.spotrl.api.tracking.TrackedRun;

/**
 * Looks at a learner during a run and records what it finds. An extension point for {@link
 * org.spotrl.api.component.ComponentType}.
 *
 * <p>Each run creates its own object, which may keep a state. A diagnostic changes nothing in the
 * learner and takes nothing from its random numbers, so results do not depend on it.
 */
@FunctionalInterface
public interface Diagnostic {

  /**
   * Records one moment: before the first update of the policy, and after each evaluation.
   *
   * @param run where to record, at the step {@code moment.updates()}; what a resumed run has
   *     recorded at later steps is recorded again
   */
  void record(DiagnosticMoment moment, Learner learner, TrackedRun run);
}

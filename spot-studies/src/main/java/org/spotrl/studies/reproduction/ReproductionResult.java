package org.spotrl.studies.reproduction;

import java.util.Optional;
import org.spotrl.experiments.run.RunSummary;

/**
 * The result of a reproduction.
 *
 * @param summary how the new run ended
 * @param updates number of updates of all phases that were compared
 * @param interrupted whether the user stopped the run
 * @param metrics the compared points
 * @param policyThen SHA-256 of the original's final policy, if it was compared
 * @param policyNow SHA-256 of the new final policy, if it was compared
 */
public record ReproductionResult(
    RunSummary summary,
    long updates,
    boolean interrupted,
    MetricComparison metrics,
    Optional<String> policyThen,
    Optional<String> policyNow) {

  /** Whether anything was compared: points or final policies. */
  public boolean hasCompared() {
    return metrics.first().isPresent() || metrics.equalPoints() > 0 || policyThen.isPresent();
  }

  /** Whether something was compared and everything is equal. */
  public boolean isEqual() {
    return hasCompared() && metrics.first().isEmpty() && policyThen.equals(policyNow);
  }
}

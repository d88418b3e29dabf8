package org.spotrl.studies.reproduction;

import java.util.Optional;
import org.spotrl.experiments.run.RunSummary;

/**
 * The result of a reproduction.
 *
 * @param summary how the new run ended
 * @param updates updates of all phases that were compared
 * @param interrupted whether the user stopped it
 * @param metrics the compared points
 * @param policyThen SHA-256 of the original's final policy, if it was compared
 * @param policyNow SHA-256 of the new one, if it was compared
 */
public record ReproductionResult(
    RunSummary summary,
    long updates,
    boolean interrupted,
    MetricComparison metrics,
    Optional<String> policyThen,
    Optional<String> policyNow) {

  /** True if there was anything to compare: a point of a metric of both, or the final policies. */
  public boolean hasCompared() {
    return metrics.first().isPresent() || metrics.equalPoints() > 0 || policyThen.isPresent();
  }

  /** True if something was compared, and all of it is the same. */
  public boolean isEqual() {
    return hasCompared() && metrics.first().isEmpty() && policyThen.equals(policyNow);
  }
}

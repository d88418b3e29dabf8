package org.spotrl.studies.reproduction;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.spotrl.experiments.run.RunSummary;

/**
 * What a reproduction gave.
 *
 * @param summary how the new run ended
 * @param updates updates of all phases that were compared
 * @param interrupted whether the user stopped it
 * @param first the first point that is not the same
 * @param outcomes by metric, those that both runs have
 * @param onlyThen metrics that the original alone has, where the new run did all updates
 * @param onlyNow metrics that the new run alone has
 * @param policyThen SHA-256 of the original's final policy, if it was compared
 * @param policyNow SHA-256 of the new one, if it was compared
 */
public record ReproductionResult(
    RunSummary summary,
    long updates,
    boolean interrupted,
    Optional<MetricDifference> first,
    List<MetricOutcome> outcomes,
    Set<String> onlyThen,
    Set<String> onlyNow,
    Optional<String> policyThen,
    Optional<String> policyNow) {

  /** Points that are the same, of all metrics. */
  public long equalPoints() {
    return outcomes.stream().mapToLong(MetricOutcome::equal).sum();
  }

  /** True if there was anything to compare: a point of a metric of both, or the final policies. */
  public boolean hasCompared() {
    return first.isPresent() || equalPoints() > 0 || policyThen.isPresent();
  }

  /** True if something was compared, and all of it is the same. */
  public boolean isEqual() {
    return hasCompared() && first.isEmpty() && policyThen.equals(policyNow);
  }
}

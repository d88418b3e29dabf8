package org.spotrl.api.selection;

/**
 * Estimates how good the policy of a finished run is, without the environment. An extension point
 * for {@link org.spotrl.api.component.ComponentType}.
 */
public interface SelectionCriterion {

  /** True if the policy with the highest estimate is selected, false if the one with the lowest. */
  boolean higherIsBetter();

  /** The unit of the estimates, for example {@code reward}. */
  String unit();

  /**
   * True if an estimate takes more than a second. It is then recorded with the study, and a later
   * command reads it.
   */
  default boolean isExpensive() {
    return false;
  }

  /**
   * Estimates how good the run's policy is. The estimate must depend on the run and the settings of
   * the criterion alone.
   *
   * @return {@link Estimate#missing} with the reason if the run lacks something that the criterion
   *     needs
   */
  Estimate estimate(FinishedRun run);
}

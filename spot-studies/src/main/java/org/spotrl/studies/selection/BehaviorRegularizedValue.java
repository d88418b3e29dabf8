package org.spotrl.studies.selection;

import org.spotrl.api.component.Component;
import org.spotrl.api.component.Setting;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.selection.Estimate;
import org.spotrl.api.selection.FinishedRun;
import org.spotrl.api.selection.SelectionCriterion;

/**
 * V - weight * max(0, mean log beta(a | s) - mean log beta(pi(s) | s)): a value, less a penalty if
 * the policy's actions are less likely than the data's.
 */
final class BehaviorRegularizedValue implements SelectionCriterion {

  private final Config config;
  private final SelectionCriterion value;

  BehaviorRegularizedValue(Config config) {
    this.config = config;
    this.value = config.value().create();
  }

  /**
   * Refuses a criterion whose lower estimates are better.
   *
   * @throws SpotInputException if it is one
   */
  static void check(Config config) {
    if (!config.value().create().higherIsBetter()) {
      throw new SpotInputException(
          "value is '%s', where lower is better; use a criterion where higher is better, for example fqe or q-initial"
              .formatted(config.value().type().name()));
    }
  }

  /**
   * Settings.
   *
   * @param value the criterion whose estimate is V
   * @param weight the penalty's weight
   * @param density which density beta is
   */
  public record Config(
      @Setting("Criterion that gives the value V; higher must be better.")
          Component<SelectionCriterion> value,
      @Setting(value = "Weight of the penalty, in units of the value per nat.", min = 0)
          double weight,
      @Setting(Criteria.DENSITY) Criteria.Density density) {

    /** FQE's value and one unit per nat. */
    public static final Config DEFAULTS =
        new Config(FittedQCriterion.TYPE.withDefaults(), 1, Criteria.Density.OWN);
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }

  @Override
  public String unit() {
    return value.unit();
  }

  @Override
  public Estimate estimate(FinishedRun run) {
    Estimate policy = latest(run, config.density().policy());
    Estimate data = latest(run, config.density().data());
    Estimate estimate = run.estimate(config.value());
    for (Estimate each : new Estimate[] {policy, data, estimate}) {
      if (!each.isPresent()) {
        return each;
      }
    }
    double gap = Math.max(0, data.value() - policy.value());
    return Estimate.of(estimate.value() - config.weight() * gap);
  }

  private Estimate latest(FinishedRun run, String metric) {
    return new MetricCriterion(metric, 1, true, "nats", config.density().advice()).estimate(run);
  }
}

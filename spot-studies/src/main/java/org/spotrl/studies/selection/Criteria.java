package org.spotrl.studies.selection;

import java.util.List;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.component.Setting;
import org.spotrl.api.selection.SelectionCriterion;

/** The criteria that spot has. */
public final class Criteria {

  /** {@code q-initial}: the run's own estimate of its value. */
  public static final ComponentType<NoSettings, SelectionCriterion> Q_INITIAL =
      new ComponentType<>(
          SelectionCriterion.class,
          "q-initial",
          "The run's own Q of its policy at the initial states (Paine et al. 2020).",
          new NoSettings(),
          none ->
              new MetricCriterion(
                  "q/initial_mean",
                  1,
                  true,
                  "training reward",
                  "the method learns no Q, the run lacks the diagnostic 'support', or an earlier version recorded it"));

  /** {@code td-error}: the run's own critic loss. */
  public static final ComponentType<TdError, SelectionCriterion> TD_ERROR =
      new ComponentType<>(
          SelectionCriterion.class,
          "td-error",
          "The run's own critic loss at the end of training.",
          TdError.DEFAULTS,
          config ->
              new MetricCriterion(
                  config.metric(),
                  config.points(),
                  false,
                  "squared training reward",
                  "the method learns no Q, or its loss has another name: {type: td-error, metric: NAME}"));

  /** {@code support}: the log density of the policy's actions. */
  public static final ComponentType<Support, SelectionCriterion> SUPPORT =
      new ComponentType<>(
          SelectionCriterion.class,
          "support",
          "Mean log density of the policy's actions, by a model of the data's actions.",
          Support.DEFAULTS,
          config ->
              new MetricCriterion(
                  config.density().policy(), 1, true, "nats", config.density().advice()));

  /** {@code behavior-regularized-value}: a value minus a weight times the support gap. */
  public static final ComponentType<BehaviorRegularizedValue.Config, SelectionCriterion>
      BEHAVIOR_REGULARIZED_VALUE =
          new ComponentType<>(
              SelectionCriterion.class,
              "behavior-regularized-value",
              "A value minus a weight times how far the policy's actions are less likely than the data's.",
              BehaviorRegularizedValue.Config.DEFAULTS,
              BehaviorRegularizedValue::check,
              BehaviorRegularizedValue::new);

  /** All of them. */
  public static final List<ComponentType<?, SelectionCriterion>> ALL =
      List.of(FittedQCriterion.TYPE, Q_INITIAL, TD_ERROR, SUPPORT, BEHAVIOR_REGULARIZED_VALUE);

  private Criteria() {}

  /** No settings. */
  public record NoSettings() {}

  /**
   * Settings of {@link #TD_ERROR}.
   *
   * @param metric the recorded loss
   * @param points number of points
   */
  public record TdError(
      @Setting("Metric with the critic's loss; IQL's is train/q_loss.") String metric,
      @Setting(
              value =
                  "Number of last points whose mean counts; each is the loss of a single batch.",
              min = 1)
          int points) {

    /** The last ten points of the critic's loss. */
    public static final TdError DEFAULTS = new TdError("train/critic_loss", 10);
  }

  /**
   * Settings of {@link #SUPPORT}.
   *
   * @param density which density measures
   */
  public record Support(@Setting(DENSITY) Density density) {

    /** The run's own density. */
    public static final Support DEFAULTS = new Support(Density.OWN);
  }

  /** The setting of a density. */
  static final String DENSITY =
      "Density that measures: that of the run's method, or the common one of the diagnostic common-support.";

  /** A density by which a run has measured its policy. */
  public enum Density {
    /** That of the run's method. */
    OWN("support", "the method has no density, or the run lacks the diagnostic 'support'"),
    /** That of the diagnostic {@code common-support}. */
    COMMON("common_support", "the run lacks the diagnostic 'common-support'");

    private final String section;
    private final String advice;

    Density(String section, String advice) {
      this.section = section;
      this.advice = advice;
    }

    /** The metric with the mean log density of the policy's actions, in nats. */
    String policy() {
      return section + "/log_density_policy";
    }

    /** The metric with the mean log density of the data's actions, in nats. */
    String data() {
      return section + "/log_density_data";
    }

    /** Why a run may not have these metrics. */
    String advice() {
      return advice;
    }
  }
}

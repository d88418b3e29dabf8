package org.spotrl.experiments.config;

import java.math.BigDecimal;
import java.util.List;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.component.Setting;
import org.spotrl.api.data.TrajectoryFilter;
import org.spotrl.experiments.config.RewardTransforms.NoSettings;

/** The trajectory filters that an experiment file can select. */
public final class TrajectoryFilters {

  /** All trajectories. */
  public static final ComponentType<NoSettings, TrajectoryFilter> EVERY =
      new ComponentType<>(
          TrajectoryFilter.class,
          "all",
          "All trajectories of the data.",
          new NoSettings(),
          settings -> TrajectoryFilter.ALL);

  /** The trajectories with the highest returns. */
  public static final ComponentType<Best, TrajectoryFilter> BEST =
      new ComponentType<>(
              TrajectoryFilter.class,
              "best",
              "The trajectories with the highest returns, at least one.",
              Best.DEFAULTS,
              best -> TrajectoryFilter.best(best.fraction(), best.discount(), best.count()))
          .labelled(best -> percent(best.fraction()));

  /** All filters. */
  public static final List<ComponentType<?, TrajectoryFilter>> ALL = List.of(EVERY, BEST);

  private TrajectoryFilters() {}

  private static String percent(double fraction) {
    return new BigDecimal(Double.toString(fraction))
            .movePointRight(2)
            .stripTrailingZeros()
            .toPlainString()
        + "%";
  }

  /**
   * The configuration of the best trajectories.
   *
   * @param fraction share that is kept, in (0, 1]
   * @param discount discount of the returns that are compared
   * @param count whether the fraction counts trajectories or steps
   */
  public record Best(
      @Setting(
              value = "Share of the data that is kept.",
              min = 0,
              max = 1,
              aboveMin = true,
              source = "10 % BC",
              label = Setting.IN_TYPE)
          double fraction,
      @Setting(
              value = "Discount of the returns that are compared.",
              min = 0,
              max = 1,
              source = "CORL, 10 % BC")
          double discount,
      @Setting(
              value =
                  "Whether the fraction counts trajectories, as in CORL, or steps, as in Decision Transformer's code.",
              source = "CORL")
          TrajectoryFilter.Count count) {

    /** CORL's values for 10 % BC. */
    public static final Best DEFAULTS = new Best(0.1, 1.0, TrajectoryFilter.Count.TRAJECTORIES);
  }
}

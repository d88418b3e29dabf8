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

  /** The trajectories with the greatest returns. */
  public static final ComponentType<Best, TrajectoryFilter> BEST =
      new ComponentType<>(
              TrajectoryFilter.class,
              "best",
              "The trajectories with the greatest returns, at least one.",
              Best.DEFAULTS,
              best -> TrajectoryFilter.best(best.fraction(), best.discount(), best.count()))
          .labelled(best -> percent(best.fraction()));

  /** All of them, to be bound. */
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
   * @param fraction how much is kept
   * @param discount by which returns are compared
   * @param count what the fraction is of
   */
  public record Best(
      @Setting(
              value = "How much of the data is kept.",
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
                  "What the fraction is of: the number of trajectories, as in CORL, or their steps, as in Decision Transformer's code.",
              source = "CORL")
          TrajectoryFilter.Count count) {

    /** 10 % BC as CORL has it. */
    public static final Best DEFAULTS = new Best(0.1, 1.0, TrajectoryFilter.Count.TRAJECTORIES);
  }
}

package org.spotrl.baselines.cloning;

import org.spotrl.api.component.Setting;

/** Settings of TD3+BC's regulariser; see {@link #DEFAULTS}. */
public record CloningRegularizerConfig(
    @Setting(
            value =
                "Weight of the Q term relative to the cloning term, before the division by mean |Q|.",
            min = 0,
            source = "Fujimoto & Gu 2021, all Gym tasks",
            label = "alpha")
        double alpha) {

  /** The authors' settings. */
  public static final CloningRegularizerConfig DEFAULTS = new CloningRegularizerConfig(2.5);
}

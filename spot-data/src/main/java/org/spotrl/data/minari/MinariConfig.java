package org.spotrl.data.minari;

import org.spotrl.api.component.Setting;

/**
 * Settings of a Minari data set.
 *
 * @param name Minari's name
 * @param maxAction bound of the actions; 0: from the data set
 * @param environment where the policy is evaluated; empty: the data set's
 */
public record MinariConfig(
    @Setting(
            "Minari's name of the data set, such as mujoco/hopper/medium-v0. It is looked for in"
                + " --data-dir, SPOT_DATA_DIR and MINARI_DATASETS_PATH or ~/.minari/datasets.")
        String name,
    @Setting(
            value =
                "Actions lie in [-max_action, max_action]. 0: the largest bound of the data set's"
                    + " action space; if that has none, the largest absolute action of the data,"
                    + " rounded up to two digits.",
            min = 0)
        double maxAction,
    @Setting(
            "Id of the environment in which the policy is evaluated. Empty: the one that the data"
                + " set names, such as hopper-v5; without that environment in spot, evaluation"
                + ".episodes must be 0.")
        String environment) {

  /** Hopper's medium data. */
  public static final MinariConfig DEFAULTS = new MinariConfig("mujoco/hopper/medium-v0", 0, "");
}

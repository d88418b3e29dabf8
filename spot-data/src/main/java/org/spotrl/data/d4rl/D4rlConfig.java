package org.spotrl.data.d4rl;

import org.spotrl.api.component.Setting;

/**
 * Settings of a D4RL data set.
 *
 * @param name D4RL's name
 * @param path the file; empty: found or fetched
 */
public record D4rlConfig(
    @Setting("D4RL's name of the data set, such as hopper-medium-v2; 'spot data list' lists them.")
        String name,
    @Setting(
            "Its HDF5 file. Empty: looked for in --data-dir, SPOT_DATA_DIR and ~/.d4rl/datasets,"
                + " else fetched from D4RL's server.")
        String path) {

  /** Hopper's medium data, found or fetched. */
  public static final D4rlConfig DEFAULTS = new D4rlConfig("hopper-medium-v2", "");
}

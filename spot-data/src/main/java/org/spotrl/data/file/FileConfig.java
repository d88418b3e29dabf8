package org.spotrl.data.file;

import org.spotrl.api.component.Setting;

/**
 * Settings of a user's own file.
 *
 * @param path the file
 * @param maxAction bound of the actions; 0: from the data
 * @param environment where the policy is evaluated
 */
public record FileConfig(
    @Setting(
            "The file: .hdf5, .npz or .csv with observations, actions, rewards and terminals; or the"
                + " folder of a Minari data set.")
        String path,
    @Setting(
            value =
                "Actions lie in [-max_action, max_action]. 0: the largest absolute action of the"
                    + " data, rounded up to two digits.",
            min = 0)
        double maxAction,
    @Setting(
            "Id of the environment in which the policy is evaluated; 'none' without one, which"
                + " needs evaluation.episodes 0.")
        String environment) {

  /** The environment of data without one. */
  public static final String NO_ENVIRONMENT = "none";

  /** A file in the current folder, without an environment. */
  public static final FileConfig DEFAULTS = new FileConfig("log.npz", 0, NO_ENVIRONMENT);
}

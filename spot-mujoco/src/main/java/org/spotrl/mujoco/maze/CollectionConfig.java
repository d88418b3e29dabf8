package org.spotrl.mujoco.maze;

import org.spotrl.api.component.Setting;

/**
 * Settings for collecting a maze data set.
 *
 * <p>D4RL does not document whether its files were collected with the generator's noise of 0.5. The
 * number of goals in a million steps of the U-maze shows that they were: 12,459 in D4RL's file,
 * 12,446 here with noise and 13,682 without.
 *
 * @param environment id of the maze environment
 * @param steps number of environment steps
 * @param seed seed of all random draws
 * @param actionNoise standard deviation of the noise on the controller's actions
 */
public record CollectionConfig(
    @Setting(
            value = "Environment of the data set.",
            oneOf = {
              "maze2d-umaze-v1",
              "maze2d-medium-v1",
              "maze2d-large-v1",
              "maze2d-umaze-dense-v1",
              "maze2d-medium-dense-v1",
              "maze2d-large-dense-v1"
            })
        String environment,
    @Setting(
            value =
                "Number of environment steps; D4RL's medium and large data sets have 2 and 4 million.",
            min = 1000,
            max = 20_000_000,
            source = "D4RL, maze2d-umaze")
        int steps,
    @Setting("Seed of starts, goals, waypoints and noise.") long seed,
    @Setting(
            value = "Standard deviation of the Gaussian noise on each action.",
            min = 0,
            max = 10,
            source = "D4RL's generator with noise")
        double actionNoise) {

  /** The settings of D4RL's maze2d-umaze. */
  public static final CollectionConfig DEFAULTS =
      new CollectionConfig("maze2d-umaze-v1", 1_000_000, 0, 0.5);
}

package org.spotrl.mujoco.maze;

import org.spotrl.api.component.Setting;

/**
 * How to collect a maze data set.
 *
 * <p>D4RL does not say whether its files were made with the generator's noise of 0.5. They were, by
 * the count of goals in a million steps of the U: 12,459 in its file, 12,446 here with the noise
 * and 13,682 without.
 *
 * @param environment id of the maze and its reward
 * @param steps environment steps to log
 * @param seed of everything that is drawn
 * @param actionNoise standard deviation of the noise on the controller's actions
 */
public record CollectionConfig(
    @Setting(
            value = "maze and reward of the data set",
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
            value = "environment steps to log; D4RL's medium and large sets have 2 and 4 million",
            min = 1000,
            max = 20_000_000,
            source = "D4RL, maze2d-umaze")
        int steps,
    @Setting("seed of start, goals, waypoints and noise") long seed,
    @Setting(
            value = "standard deviation of the Gaussian noise added to each action",
            min = 0,
            max = 10,
            source = "D4RL's generator with its noise on, as its files")
        double actionNoise) {

  /** D4RL's umaze. */
  public static final CollectionConfig DEFAULTS =
      new CollectionConfig("maze2d-umaze-v1", 1_000_000, 0, 0.5);
}

package org.spotrl.mujoco.locomotion;

import org.spotrl.mujoco.env.StartNoise;

/**
 * Numbers of a locomotion environment.
 *
 * @param frameSkip physics steps of an environment step
 * @param start random start of an episode
 * @param aliveReward added to the reward of each step
 * @param actionCost factor of the sum of squared actions, which the reward loses
 * @param hiddenPositions leading elements of the position that are not observed
 * @param maxSeenSpeed observed velocities are clipped to [-maxSeenSpeed, maxSeenSpeed]
 */
record Rules(
    int frameSkip,
    StartNoise start,
    double aliveReward,
    double actionCost,
    int hiddenPositions,
    double maxSeenSpeed) {}

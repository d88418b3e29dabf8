package org.spotrl.mujoco.env;

import org.spotrl.api.random.RandomSequence;
import org.spotrl.mujoco.binding.MujocoData;
import org.spotrl.mujoco.binding.MujocoModel;

/**
 * The random start of an episode: the model's initial position with uniform noise, and small
 * velocities.
 *
 * @param scale positions are off by at most this much
 * @param normalVelocities true for velocities from a normal distribution with this standard
 *     deviation, false for uniform ones with this bound
 */
public record StartNoise(double scale, boolean normalVelocities) {

  /** Draws all positions, then all velocities. */
  public void apply(MujocoModel model, MujocoData data, RandomSequence random) {
    double[] initial = model.initialPosition();
    for (int i = 0; i < model.positions(); i++) {
      data.setPosition(i, initial[i] + random.nextUniform(-scale, scale));
    }
    for (int i = 0; i < model.velocities(); i++) {
      data.setVelocity(
          i, normalVelocities ? scale * random.nextGaussian() : random.nextUniform(-scale, scale));
    }
  }
}

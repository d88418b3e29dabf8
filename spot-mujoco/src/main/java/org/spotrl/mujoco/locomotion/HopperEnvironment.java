package org.spotrl.mujoco.locomotion;

import org.spotrl.api.env.EnvironmentSpec;
import org.spotrl.api.env.ReferenceScores;
import org.spotrl.api.random.RandomSequence;
import org.spotrl.mujoco.binding.MujocoData;
import org.spotrl.mujoco.binding.MujocoModel;
import org.spotrl.mujoco.env.MujocoEnvironment;

/**
 * Gym's Hopper, version 2 (its rules equal version 4): run forward without falling.
 *
 * <p>The physics is that of current MuJoCo, with the exact inertia of capsules. D4RL's data was
 * collected with MuJoCo 2.0, which approximates a capsule by a longer cylinder, so its bodies are 2
 * to 4 % lighter. The mean return of a random policy agrees within the standard error of 20,000
 * episodes.
 */
public final class HopperEnvironment extends MujocoEnvironment {

  /** Dimensions, limits and D4RL's reference scores. */
  public static final EnvironmentSpec SPECIFICATION =
      new EnvironmentSpec("hopper-v2", 11, 3, 1.0, 1000, new ReferenceScores(-20.272305, 3234.3));

  private static final int FRAME_SKIP = 4;
  private static final double START_NOISE = 0.005;
  private static final double ALIVE_REWARD = 1.0;
  private static final double ACTION_COST = 1e-3;
  private static final double MAX_SEEN_SPEED = 10;
  private static final double MAX_STATE = 100;
  private static final double MIN_HEIGHT = 0.7;
  private static final double MAX_ANGLE = 0.2;

  private static final int X = 0;
  private static final int HEIGHT = 1;
  private static final int ANGLE = 2;

  private final int positions;
  private final double[] initialPosition;
  private final double secondsPerStep;

  /** An environment on a compiled {@link #modelText()}. */
  public HopperEnvironment(MujocoModel model) {
    super(SPECIFICATION, model);
    positions = model.positions();
    initialPosition = model.initialPosition();
    secondsPerStep = model.timestep() * FRAME_SKIP;
  }

  /** The model in MuJoCo's XML format. */
  public static String modelText() {
    return HopperModel.text().xml();
  }

  @Override
  protected void start(MujocoData data, RandomSequence random) {
    for (int i = 0; i < positions; i++) {
      data.setPosition(i, initialPosition[i] + random.nextUniform(-START_NOISE, START_NOISE));
    }
    for (int i = 0; i < positions; i++) {
      data.setVelocity(i, random.nextUniform(-START_NOISE, START_NOISE));
    }
  }

  @Override
  protected Outcome advance(MujocoData data, double[] action) {
    double before = data.position(X);
    double effort = 0;
    for (int i = 0; i < action.length; i++) {
      data.setControl(i, action[i]);
      effort += action[i] * action[i];
    }
    data.step(FRAME_SKIP);
    double speed = (data.position(X) - before) / secondsPerStep;
    return new Outcome(speed + ALIVE_REWARD - ACTION_COST * effort, !upright(data));
  }

  @Override
  protected double[] observe(MujocoData data) {
    double[] observation = new double[2 * positions - 1];
    for (int i = 1; i < positions; i++) {
      observation[i - 1] = data.position(i);
    }
    for (int i = 0; i < positions; i++) {
      double v = data.velocity(i);
      observation[positions - 1 + i] = Math.max(-MAX_SEEN_SPEED, Math.min(MAX_SEEN_SPEED, v));
    }
    return observation;
  }

  /** Checks the bounds of all state elements except x and the height; NaN is out of bounds. */
  private boolean upright(MujocoData data) {
    boolean bounded = true;
    for (int i = ANGLE; i < positions; i++) {
      bounded &= Math.abs(data.position(i)) < MAX_STATE;
    }
    for (int i = 0; i < positions; i++) {
      bounded &= Math.abs(data.velocity(i)) < MAX_STATE;
    }
    return bounded
        && data.position(HEIGHT) > MIN_HEIGHT
        && Math.abs(data.position(ANGLE)) < MAX_ANGLE;
  }
}

package org.spotrl.mujoco.env;

import org.spotrl.api.env.Environment;
import org.spotrl.api.env.EnvironmentSpec;
import org.spotrl.api.env.StepResult;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.random.RandomSequence;
import org.spotrl.mujoco.binding.MujocoData;
import org.spotrl.mujoco.binding.MujocoModel;

/**
 * Base class of the MuJoCo environments: owns the simulation, checks and clips actions, counts
 * steps and ends the episode at its step limit.
 */
public abstract class MujocoEnvironment implements Environment {

  private static final int NO_EPISODE = -1;

  private final EnvironmentSpec specification;
  private final MujocoData data;
  private int steps = NO_EPISODE;

  /** An environment with its own simulation of a shared model. */
  protected MujocoEnvironment(EnvironmentSpec specification, MujocoModel model) {
    this.specification = specification;
    data = model.newData();
  }

  @Override
  public final EnvironmentSpec specification() {
    return specification;
  }

  @Override
  public final double[] reset(RandomSequence random) {
    data.reset();
    start(data, random);
    data.forward();
    steps = 0;
    return observe(data);
  }

  @Override
  public final StepResult step(double[] action) {
    if (steps == NO_EPISODE) {
      throw new IllegalStateException(
          specification.id() + " must be reset before the first step of an episode");
    }
    Outcome outcome = advance(data, clipped(action));
    steps++;
    StepResult result =
        new StepResult(
            observe(data),
            outcome.reward(),
            outcome.terminal(),
            steps >= specification.maxEpisodeSteps());
    if (result.done()) {
      steps = NO_EPISODE;
    }
    return result;
  }

  @Override
  public final void close() {
    data.close();
  }

  /** Sets the initial position and velocity of an episode, after a reset of the simulation. */
  protected abstract void start(MujocoData data, RandomSequence random);

  /** Simulates one step with an action within bounds. */
  protected abstract Outcome advance(MujocoData data, double[] action);

  /** The observation of the current state, {@code [S]}, a new array. */
  protected abstract double[] observe(MujocoData data);

  /** Reward and terminal flag of a step. */
  public record Outcome(double reward, boolean terminal) {}

  private double[] clipped(double[] action) {
    if (action.length != specification.actionDim()) {
      throw new IllegalArgumentException(
          "an action of %s must have %d numbers, not %d"
              .formatted(specification.id(), specification.actionDim(), action.length));
    }
    double bound = specification.maxAction();
    double[] clipped = new double[action.length];
    for (int i = 0; i < clipped.length; i++) {
      if (Double.isNaN(action[i])) {
        throw new SpotRunException(
            "the action of %s at step %d is NaN in dimension %d; actions must be in [-%s, %s]. The policy has probably diverged"
                .formatted(specification.id(), steps + 1, i, bound, bound));
      }
      clipped[i] = Math.max(-bound, Math.min(bound, action[i]));
    }
    return clipped;
  }
}

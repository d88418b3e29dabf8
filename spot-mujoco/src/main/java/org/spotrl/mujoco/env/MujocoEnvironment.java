package org.spotrl.mujoco.env;

import org.spotrl.api.env.Environment;
import org.spotrl.api.env.EnvironmentSpec;
import org.spotrl.api.env.StepResult;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.random.RandomSequence;
import org.spotrl.mujoco.binding.MujocoData;
import org.spotrl.mujoco.binding.MujocoModel;

/**
 * The frame of every environment on MuJoCo: checks and clips actions, counts steps, cuts the
 * episode at its limit, owns the simulation.
 */
public abstract class MujocoEnvironment implements Environment {

  private static final int NO_EPISODE = -1;

  private final EnvironmentSpec specification;
  private final MujocoData data;
  private int steps = NO_EPISODE;

  /** An environment on a simulation of its own of a model that others may share. */
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

  /** Sets the first position and velocity of an episode; the simulation has just been reset. */
  protected abstract void start(MujocoData data, RandomSequence random);

  /** Simulates one step by an action within bounds. */
  protected abstract Outcome advance(MujocoData data, double[] action);

  /** A new array with the observation of the present state, {@code [S]}. */
  protected abstract double[] observe(MujocoData data);

  /** What a step brought besides the new state. */
  public record Outcome(double reward, boolean terminal) {}

  private double[] clipped(double[] action) {
    if (action.length != specification.actionDim()) {
      throw new IllegalArgumentException(
          "%s takes actions of %d numbers, not %d"
              .formatted(specification.id(), specification.actionDim(), action.length));
    }
    double bound = specification.maxAction();
    double[] clipped = new double[action.length];
    for (int i = 0; i < clipped.length; i++) {
      if (Double.isNaN(action[i])) {
        throw new SpotRunException(
            "%s got NaN in dimension %d of the action of step %d; actions lie in [-%s, %s]: the"
                    .formatted(specification.id(), i, steps + 1, bound, bound)
                + " policy has most likely diverged");
      }
      clipped[i] = Math.max(-bound, Math.min(bound, action[i]));
    }
    return clipped;
  }
}

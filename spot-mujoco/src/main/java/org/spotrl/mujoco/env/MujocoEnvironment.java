package org.spotrl.mujoco.env;

import java.util.Arrays;
import java.util.OptionalDouble;
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

  /** MuJoCo's mjMAXVAL. */
  private static final double MAX_NUMBER = 1e10;

  private final EnvironmentSpec specification;
  private final MujocoModel model;
  private final MujocoData data;
  private int steps = NO_EPISODE;

  /** An environment with its own simulation of a shared model. */
  protected MujocoEnvironment(EnvironmentSpec specification, MujocoModel model) {
    this.specification = specification;
    this.model = model;
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

  /**
   * Starts an episode in a recorded state.
   *
   * @param position {@code [nq]}
   * @param velocity {@code [nv]}
   * @return the observation of the state, {@code [S]}
   * @throws SpotRunException if a number is NaN or above 1e10, which MuJoCo does not simulate
   */
  public final double[] restore(double[] position, double[] velocity) {
    data.reset();
    set(position, velocity);
    data.forward();
    steps = 0;
    return observe(data);
  }

  /**
   * Replaces the state within an episode. What the last step computed is kept, as after a step that
   * led to this state.
   *
   * @param position {@code [nq]}
   * @param velocity {@code [nv]}
   * @return the observation of the state, {@code [S]}
   */
  public final double[] correct(double[] position, double[] velocity) {
    set(position, velocity);
    steps = 0;
    return observe(data);
  }

  private void set(double[] position, double[] velocity) {
    if (position.length != positions() || velocity.length != velocities()) {
      throw new IllegalArgumentException(
          "a state of %s has %d positions and %d velocities, not %d and %d"
              .formatted(
                  specification.id(), positions(), velocities(), position.length, velocity.length));
    }
    for (int i = 0; i < position.length; i++) {
      data.setPosition(i, bounded("position", i, position[i]));
    }
    for (int i = 0; i < velocity.length; i++) {
      data.setVelocity(i, bounded("velocity", i, velocity[i]));
    }
  }

  /** From such a state MuJoCo would silently begin anew. */
  private double bounded(String what, int index, double value) {
    if (!(Math.abs(value) <= MAX_NUMBER)) {
      throw new SpotRunException(
          "%s %d of a state of %s is %s; MuJoCo simulates numbers up to %s"
              .formatted(what, index, specification.id(), value, MAX_NUMBER));
    }
    return value;
  }

  /** Size of a position, nq. */
  public final int positions() {
    return model.positions();
  }

  /** Size of a velocity, nv. */
  public final int velocities() {
    return model.velocities();
  }

  /** The current position, {@code [nq]}, a new array. */
  public final double[] position() {
    double[] position = new double[positions()];
    Arrays.setAll(position, data::position);
    return position;
  }

  /** The current velocity, {@code [nv]}, a new array. */
  public final double[] velocity() {
    double[] velocity = new double[velocities()];
    Arrays.setAll(velocity, data::velocity);
    return velocity;
  }

  /** True if position and velocity do not determine the reward: it also needs the step before. */
  public boolean rewardNeedsStepBefore() {
    return false;
  }

  /**
   * The reward of being in a state, by its observation. It is empty for a task whose reward depends
   * on the whole step.
   */
  public OptionalDouble rewardAt(double[] observation) {
    return OptionalDouble.empty();
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

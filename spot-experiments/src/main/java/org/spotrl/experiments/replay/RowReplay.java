package org.spotrl.experiments.replay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.spotrl.api.env.StepResult;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.random.RandomSequence;
import org.spotrl.experiments.replay.RecordedSteps.State;
import org.spotrl.mujoco.env.MujocoEnvironment;
import org.spotrl.mujoco.maze.AntMazeEnvironment;

/** Simulates single rows in one environment. Not thread-safe. */
final class RowReplay {

  /** Trials with another rounding of the state. */
  private static final int ROUNDINGS = 8;

  private final MujocoEnvironment environment;
  private final RecordedSteps steps;
  private final ReplayOptions options;

  RowReplay(MujocoEnvironment environment, RecordedSteps steps, ReplayOptions options) {
    this.environment = environment;
    this.steps = steps;
    this.options = options;
  }

  /** What the simulator computes for a row; NaN if it became unstable. */
  @SuppressWarnings("ArrayRecordComponent") // used for one row only
  private record Outcome(
      double[] observation, double[] qpos, double[] qvel, double reward, double terminal) {

    double distance(Outcome other) {
      double distance = Math.abs(reward - other.reward) + Math.abs(terminal - other.terminal);
      for (int i = 0; i < qpos.length; i++) {
        distance = Math.max(distance, Math.abs(qpos[i] - other.qpos[i]));
      }
      for (int i = 0; i < qvel.length; i++) {
        distance = Math.max(distance, Math.abs(qvel[i] - other.qvel[i]));
      }
      return distance;
    }
  }

  /** The largest difference of each quantity that can be compared in a row. */
  List<Difference> compare(int row) {
    Outcome outcome = simulate(row, steps.start(row));
    List<Difference> differences = new ArrayList<>();
    double[] observation = steps.observation(row);
    // D4RL's maze generator acts once more on the old observation after a goal is reached.
    if (row == 0 || !steps.isCut(row - 1)) {
      differences.add(
          Difference.largest(
              row,
              Quantity.OBSERVATION,
              observation,
              RecordedSteps.rounded(outcome.observation())));
    }
    Optional<State> end = steps.end(row);
    if (end.isPresent()) {
      differences.add(Difference.largest(row, Quantity.POSITION, end.get().qpos(), outcome.qpos()));
      differences.add(Difference.largest(row, Quantity.VELOCITY, end.get().qvel(), outcome.qvel()));
    }
    if (hasReward(row)) {
      differences.add(
          new Difference(row, Quantity.REWARD, 0, steps.reward(row), (float) outcome.reward()));
      OptionalDouble own = environment.rewardAt(observation);
      if (own.isPresent()) {
        differences.add(
            new Difference(
                row, Quantity.STATE_REWARD, 0, steps.reward(row), (float) own.getAsDouble()));
      }
    }
    if (!steps.isCut(row) && hasGoal()) {
      differences.add(
          new Difference(row, Quantity.TERMINAL, 0, steps.terminal(row), outcome.terminal()));
    }
    return differences;
  }

  /**
   * How far apart outcomes are for states that round to the row's state in float32; 0 if the row's
   * state is not rounded. It is large where a foot touches the ground or does not.
   */
  double roundingSpread(int row, RandomSequence random) {
    State start = steps.start(row);
    if (!start.isFloat32()) {
      return 0;
    }
    Outcome outcome = simulate(row, start);
    double spread = 0;
    for (int i = 0; i < ROUNDINGS; i++) {
      State other = new State(moved(start.qpos(), random), moved(start.qvel(), random));
      spread = Math.max(spread, outcome.distance(simulate(row, other)));
    }
    return spread;
  }

  private static double[] moved(double[] numbers, RandomSequence random) {
    double[] moved = new double[numbers.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = numbers[i] + random.nextUniform(-0.5, 0.5) * Math.ulp((float) numbers[i]);
    }
    return moved;
  }

  private Outcome simulate(int row, State start) {
    try {
      double[] observation;
      if (environment.rewardNeedsStepBefore() && steps.followsRowBefore(row)) {
        State before = steps.start(row - 1);
        environment.restore(before.qpos(), before.qvel());
        environment.step(steps.action(row - 1));
        observation = environment.correct(start.qpos(), start.qvel());
      } else {
        observation = environment.restore(start.qpos(), start.qvel());
      }
      if (environment instanceof AntMazeEnvironment maze && hasGoal()) {
        double[] goal = goal(row);
        maze.setGoal(goal[0], goal[1]);
      }
      StepResult step = environment.step(steps.action(row));
      return new Outcome(
          observation,
          environment.position(),
          environment.velocity(),
          step.reward(),
          step.terminal() ? 1 : 0);
    } catch (SpotRunException e) {
      // An unstable simulation or a NaN action: the row does not fit.
      return new Outcome(
          nan(environment.specification().observationDim()),
          nan(environment.positions()),
          nan(environment.velocities()),
          Double.NaN,
          Double.NaN);
    }
  }

  private boolean hasReward(int row) {
    if (environment instanceof AntMazeEnvironment) {
      // D4RL computed the last reward of an episode from the start of the next one.
      return hasGoal() && !steps.isCut(row);
    }
    return !environment.rewardNeedsStepBefore()
        || steps.beginsEpisode(row)
        || steps.followsRowBefore(row);
  }

  /** False in an ant maze whose goal is unknown. */
  boolean hasGoal() {
    return !(environment instanceof AntMazeEnvironment)
        || !options.goal().isEmpty()
        || (options.fileGoals() && steps.states().goals().length > 0);
  }

  private double[] goal(int row) {
    return options.goal().isEmpty()
        ? steps.states().row(steps.states().goals(), row)
        : new double[] {options.goal().get(0), options.goal().get(1)};
  }

  private static double[] nan(int length) {
    double[] numbers = new double[length];
    Arrays.fill(numbers, Double.NaN);
    return numbers;
  }
}

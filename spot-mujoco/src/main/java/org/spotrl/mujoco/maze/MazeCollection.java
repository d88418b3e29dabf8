package org.spotrl.mujoco.maze;

import java.util.Map;
import java.util.Optional;
import org.spotrl.api.data.DatasetSource;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.progress.ProgressListener;
import org.spotrl.api.random.RandomSequence;
import org.spotrl.api.random.RandomStream;
import org.spotrl.mujoco.binding.MujocoData;
import org.spotrl.mujoco.binding.MujocoModel;

/**
 * Collects a maze data set by D4RL's protocol: the waypoint controller moves from one random goal
 * to the next without a reset; each goal is one trajectory.
 *
 * <p>A goal ends when the controller arrives, or at the environment's time limit. The row of that
 * step has the timeout flag and no row is terminal, as in D4RL's files. Rewards are for the
 * evaluation goal at the row's own observation, not at the next one, as in D4RL's relabelling.
 * After a goal ends, the controller acts once more on the old observation; D4RL does this too.
 */
public final class MazeCollection implements DatasetSource {

  /** The type name of this source in an experiment file. */
  public static final String TYPE = "collected";

  private static final int REPORTS = 100;

  /** A fraction of a second, so that a request to stop is heard however large the data is. */
  private static final int LONGEST_SILENCE = 10_000;

  private final CollectionConfig config;
  private final MazeTask task;
  private final ModelSource models;

  /**
   * A source that collects when it is loaded.
   *
   * @param models provides the compiled maze
   */
  public MazeCollection(CollectionConfig config, ModelSource models) {
    this.config = config;
    this.models = models;
    task = MazeTask.of(config.environment());
  }

  /** Provides compiled models of mazes. */
  @FunctionalInterface
  public interface ModelSource {

    /** The compiled model of a maze. */
    MujocoModel model(MazeMap map);
  }

  @Override
  public String environmentId() {
    return task.id();
  }

  @Override
  public String description() {
    return "D4RL's waypoint controller in %s: %d steps, seed %d, action noise %s"
        .formatted(task.id(), config.steps(), config.seed(), config.actionNoise());
  }

  @Override
  public Optional<String> cacheKey() {
    return Optional.of(description());
  }

  /** Receives what trajectories do not have of each step. */
  @FunctionalInterface
  public interface StateRecorder {

    /**
     * Records the simulator's state before a step.
     *
     * @param qpos position, {@code [2]}
     * @param qvel velocity, {@code [2]}
     * @param action the action in float64, {@code [2]}
     * @param goal goal of the controller, {@code [2]}
     */
    void record(double[] qpos, double[] qvel, double[] action, double[] goal);
  }

  @Override
  public Trajectories load(ProgressListener progress) {
    return load(progress, (qpos, qvel, action, goal) -> {});
  }

  /** As {@link #load(ProgressListener)}; a recorder also receives the states. */
  public Trajectories load(ProgressListener progress, StateRecorder states) {
    RandomStream stream = RandomStream.of(config.seed(), "maze-collection");
    RandomSequence goals = stream.child("goals").at(0);
    RandomSequence noise = stream.child("noise").at(0);
    WaypointController controller =
        new WaypointController(task.map(), stream.child("waypoints").at(0));
    Trajectories.Builder steps =
        new Trajectories.Builder(name(), MazePhysics.STATE, MazePhysics.AXES, config.steps());
    int every = Math.max(1, Math.min(LONGEST_SILENCE, config.steps() / REPORTS));
    int reached = 0;

    try (MujocoData data = models.model(task.map()).newData()) {
      MazePhysics.start(task.map(), data, stream.child("start").at(0));
      data.forward();
      double[] state = MazePhysics.state(data);
      double[] goal = MazePhysics.placeNearCell(task.map(), goals);
      int stepsToGoal = 0;
      while (steps.size() < config.steps()) {
        WaypointController.Decision decision = controller.decide(state, goal);
        double[] action = noisy(decision.action(), noise);
        boolean done = decision.arrived() || stepsToGoal >= task.map().horizon();
        steps.add(state, action, reward(state), false, done);
        states.record(MazePhysics.position(data), MazePhysics.velocity(data), action, goal);
        MazePhysics.advance(data, action);
        stepsToGoal++;
        if (done) {
          reached += decision.arrived() ? 1 : 0;
          goal = MazePhysics.placeNearCell(task.map(), goals);
          stepsToGoal = 0;
        } else {
          state = MazePhysics.state(data);
        }
        if (steps.size() % every == 0 || steps.size() == config.steps()) {
          progress.report(
              "collecting",
              steps.size(),
              config.steps(),
              Map.of("goals reached", (double) reached));
        }
      }
    }
    return steps.build();
  }

  private String name() {
    // Data sets are named without the environment's version.
    return task.id().replaceFirst("-v\\d+$", "");
  }

  private double[] noisy(double[] action, RandomSequence noise) {
    if (config.actionNoise() > 0) {
      for (int i = 0; i < action.length; i++) {
        double wanted = action[i] + config.actionNoise() * noise.nextGaussian();
        action[i] = Math.max(-1.0, Math.min(1.0, wanted));
      }
    }
    return action;
  }

  /** The reward of a stored state; float32, because D4RL relabels its stored numbers. */
  private double reward(double[] state) {
    return task.reward().at((float) state[0], (float) state[1], task.map().goal());
  }
}

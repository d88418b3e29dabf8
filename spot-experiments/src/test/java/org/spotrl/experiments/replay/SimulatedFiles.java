package org.spotrl.experiments.replay;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.env.EnvironmentSpec;
import org.spotrl.api.env.StepResult;
import org.spotrl.api.random.RandomSequence;
import org.spotrl.api.random.RandomStream;
import org.spotrl.data.format.Hdf5Writer;
import org.spotrl.mujoco.MujocoSuite;
import org.spotrl.mujoco.env.MujocoEnvironment;
import org.spotrl.mujoco.maze.AntMazeEnvironment;

/** Files of steps that this simulator took, in the columns of D4RL. */
final class SimulatedFiles {

  private final List<Map<String, double[]>> rows = new ArrayList<>();
  private final EnvironmentSpec environment;

  /** Takes random steps; a new episode begins every 40 steps. */
  SimulatedFiles(MujocoSuite suite, String id, int count) {
    environment = suite.specification(id);
    RandomStream stream = RandomStream.of(7, "simulated-file");
    RandomSequence actions = stream.child("actions").at(0);
    try (MujocoEnvironment env = suite.create(id)) {
      double[] observation = env.reset(stream.at(0));
      for (int i = 0; i < count; i++) {
        Map<String, double[]> row = new LinkedHashMap<>();
        // The file has actions in float64, observations in float32.
        double[] action = new double[environment.actionDim()];
        Arrays.setAll(action, k -> actions.nextUniform(-1, 1));
        row.put("observations", observation);
        row.put("actions", action);
        row.put("infos/qpos", env.position());
        row.put("infos/qvel", env.velocity());
        if (env instanceof AntMazeEnvironment maze) {
          // Near the ant, so that some rewards are 1.
          double[] goal = {env.position()[0] + 0.5, env.position()[1]};
          maze.setGoal(goal[0], goal[1]);
          row.put("infos/goal", goal);
        }
        StepResult step = env.step(action);
        row.put("infos/next_qpos", env.position());
        row.put("infos/next_qvel", env.velocity());
        row.put("rewards", new double[] {step.reward()});
        boolean cut = !step.terminal() && i % 40 == 39;
        row.put("terminals", new double[] {step.terminal() ? 1 : 0});
        row.put("timeouts", new double[] {cut ? 1 : 0});
        rows.add(row);
        observation = step.terminal() || cut ? env.reset(stream.at(i + 1)) : step.observation();
      }
    }
  }

  /** Changes a number. */
  SimulatedFiles add(int row, String column, int dimension, double change) {
    column(rows.get(row), column)[dimension] += change;
    return this;
  }

  /** In float32, as D4RL stores states. */
  SimulatedFiles rounded() {
    for (Map<String, double[]> row : rows) {
      row.replaceAll((name, v) -> Arrays.stream(v).map(x -> (float) x).toArray());
    }
    return this;
  }

  /** In the order of time, without the next states. */
  Path inOrder(Path file) {
    return write(file, rows, List.of("infos/qpos", "infos/qvel"));
  }

  /** As D4RL's AntMaze generator: a row has the state after its action. */
  Path statesAfterTheAction(Path file) {
    List<Map<String, double[]>> changed = new ArrayList<>();
    for (Map<String, double[]> row : rows) {
      Map<String, double[]> copy = new LinkedHashMap<>(row);
      copy.put("infos/qpos", row.getOrDefault("infos/next_qpos", new double[0]));
      copy.put("infos/qvel", row.getOrDefault("infos/next_qvel", new double[0]));
      changed.add(copy);
    }
    return write(file, changed, List.of("infos/qpos", "infos/qvel"));
  }

  /** In another order, with the next states. */
  Path shuffled(Path file) {
    List<Map<String, double[]>> shuffled = new ArrayList<>();
    // 7 has no factor in common with the number of rows.
    for (int i = 0; i < rows.size(); i++) {
      shuffled.add(rows.get(7 * i % rows.size()));
    }
    return write(
        file, shuffled, List.of("infos/qpos", "infos/qvel", "infos/next_qpos", "infos/next_qvel"));
  }

  private Path write(Path file, List<Map<String, double[]>> order, List<String> states) {
    Trajectories.Builder steps =
        new Trajectories.Builder(
            "simulated", environment.observationDim(), environment.actionDim(), order.size());
    for (Map<String, double[]> row : order) {
      steps.add(
          column(row, "observations"),
          column(row, "actions"),
          column(row, "rewards")[0],
          column(row, "terminals")[0] != 0,
          column(row, "timeouts")[0] != 0);
    }
    Map<String, double[][]> columns = new LinkedHashMap<>();
    List<String> names = new ArrayList<>(states);
    names.add("actions");
    if (order.get(0).containsKey("infos/goal")) {
      names.add("infos/goal");
    }
    for (String name : names) {
      columns.put(name, order.stream().map(row -> column(row, name)).toArray(double[][]::new));
    }
    Hdf5Writer.write(steps.build(), columns, file);
    return file;
  }

  private static double[] column(Map<String, double[]> row, String name) {
    return row.getOrDefault(name, new double[0]);
  }
}

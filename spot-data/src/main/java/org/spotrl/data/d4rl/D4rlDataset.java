package org.spotrl.data.d4rl;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.spotrl.api.env.EnvironmentSpec;
import org.spotrl.api.env.ReferenceScores;

/**
 * One of D4RL's data sets. Names, addresses and reference scores: Farama-Foundation/D4RL,
 * d4rl/infos.py; the addresses of the Gym data are those of its gym_mujoco -v2 registrations.
 *
 * @param name D4RL's name, for example {@code hopper-medium-v2}
 * @param url where D4RL has the file
 * @param environment the environment that it was collected in, with D4RL's reference scores
 */
public record D4rlDataset(String name, String url, EnvironmentSpec environment) {

  private static final String SERVER = "http://rail.eecs.berkeley.edu/datasets/offline_rl/";
  private static final int GYM_STEPS = 1000;

  private static final Map<String, String> ANT_MAZES =
      Map.of("umaze", "u-maze", "medium", "big-maze", "large", "hardest-maze");

  /** All data sets that spot knows: Gym-MuJoCo -v2, AntMaze -v2 and Maze2D -v1. */
  public static final List<D4rlDataset> ALL =
      Stream.of(
              gym("halfcheetah", 17, 6, -280.178953, 12135.0),
              gym("hopper", 11, 3, -20.272305, 3234.3),
              gym("walker2d", 17, 6, 1.629008, 4592.3),
              gym("ant", 111, 8, -325.6, 3879.7),
              antMaze("umaze", "", false, false),
              antMaze("umaze", "-diverse", true, true),
              antMaze("medium", "-play", true, false),
              antMaze("medium", "-diverse", true, true),
              antMaze("large", "-play", true, false),
              antMaze("large", "-diverse", true, true),
              maze("umaze", "sparse", 300, 23.85, 161.86),
              maze("medium", "sparse", 600, 13.13, 277.39),
              maze("large", "sparse", 800, 6.7, 273.99),
              maze("umaze", "dense", 300, 68.537689, 193.66285642),
              maze("medium", "dense", 600, 44.264742, 297.45525478),
              maze("large", "dense", 800, 30.569041, 303.48573827))
          .flatMap(each -> each)
          .toList();

  /** The data set with this name. */
  public static Optional<D4rlDataset> named(String name) {
    return ALL.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /** The data set whose file has this name; the first one if several have. */
  public static Optional<D4rlDataset> ofFile(Path file) {
    String fileName = String.valueOf(file.getFileName());
    return ALL.stream().filter(each -> each.fileName().equals(fileName)).findFirst();
  }

  /** The file's name, as D4RL stores it. */
  public String fileName() {
    return url.substring(url.lastIndexOf('/') + 1);
  }

  private static Stream<D4rlDataset> gym(
      String robot, int observationDim, int actionDim, double minimum, double maximum) {
    EnvironmentSpec environment =
        new EnvironmentSpec(
            robot + "-v2",
            observationDim,
            actionDim,
            1.0,
            GYM_STEPS,
            new ReferenceScores(minimum, maximum));
    return Stream.of("random", "medium", "expert", "medium-replay", "full-replay", "medium-expert")
        .map(
            level ->
                new D4rlDataset(
                    "%s-%s-v2".formatted(robot, level),
                    "%sgym_mujoco_v2/%s_%s-v2.hdf5"
                        .formatted(SERVER, robot, level.replace('-', '_')),
                    environment));
  }

  private static Stream<D4rlDataset> antMaze(
      String maze, String variant, boolean manyStarts, boolean manyGoals) {
    return Stream.of(
        new D4rlDataset(
            "antmaze-%s%s-v2".formatted(maze, variant),
            "%sant_maze_v2/Ant_maze_%s_noisy_multistart_%s_multigoal_%s_sparse_fixed.hdf5"
                .formatted(SERVER, ANT_MAZES.get(maze), python(manyStarts), python(manyGoals)),
            new EnvironmentSpec(
                "antmaze-%s-v2".formatted(maze),
                29,
                8,
                1.0,
                maze.equals("umaze") ? 700 : 1000,
                new ReferenceScores(0, 1))));
  }

  private static String python(boolean flag) {
    return flag ? "True" : "False";
  }

  private static Stream<D4rlDataset> maze(
      String maze, String reward, int steps, double minimum, double maximum) {
    String id = "maze2d-%s%s-v1".formatted(maze, reward.equals("dense") ? "-dense" : "");
    return Stream.of(
        new D4rlDataset(
            id,
            "%smaze2d/maze2d-%s-%s-v1.hdf5".formatted(SERVER, maze, reward),
            new EnvironmentSpec(id, 4, 2, 1.0, steps, new ReferenceScores(minimum, maximum))));
  }
}

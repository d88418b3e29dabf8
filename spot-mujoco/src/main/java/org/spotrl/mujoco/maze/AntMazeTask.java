package org.spotrl.mujoco.maze;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.spotrl.api.env.EnvironmentSpec;
import org.spotrl.api.env.EpisodeView;
import org.spotrl.api.env.EpisodeView.Area;
import org.spotrl.api.env.EpisodeView.OverMap;
import org.spotrl.api.env.ReferenceScores;
import org.spotrl.api.random.RandomSequence;
import org.spotrl.mujoco.locomotion.AntModel;
import org.spotrl.mujoco.maze.MazeMap.Cell;
import org.spotrl.mujoco.mjcf.CapsuleInertia;
import org.spotrl.mujoco.mjcf.Geom;
import org.spotrl.mujoco.mjcf.Vec3;

/**
 * One of D4RL's ant mazes, version 2. Cells are 4 m wide; x runs along the second index of a cell
 * and y along the first, with the origin in the start cell.
 *
 * @param map the maze
 * @param specification name, limits and D4RL's reference scores, by which the score is the success
 *     rate in percent
 */
public record AntMazeTask(MazeMap map, EnvironmentSpec specification) {

  private static final double CELL = 4;
  private static final double WALL_HEIGHT = 2;
  private static final Cell START = new Cell(1, 1);
  private static final double[] GOAL_NOISE = {1, 0.5};

  /** All tasks. D4RL's ids differ in the data only: those of one size are the same environment. */
  public static final List<AntMazeTask> ALL =
      List.of(
          task(MazeMap.UMAZE, "antmaze-umaze-v2", 700),
          task(MazeMap.UMAZE, "antmaze-umaze-diverse-v2", 700),
          task(MazeMap.MEDIUM, "antmaze-medium-v2", 1000),
          task(MazeMap.MEDIUM, "antmaze-medium-play-v2", 1000),
          task(MazeMap.MEDIUM, "antmaze-medium-diverse-v2", 1000),
          task(MazeMap.LARGE, "antmaze-large-v2", 1000),
          task(MazeMap.LARGE, "antmaze-large-play-v2", 1000),
          task(MazeMap.LARGE, "antmaze-large-diverse-v2", 1000));

  /** The environment's id, for example {@code antmaze-umaze-v2}. */
  public String id() {
    return specification.id();
  }

  /** The model of a maze in MuJoCo's XML format, with the physics of D4RL's data. */
  public static String modelText(MazeMap map) {
    List<Geom> walls = new ArrayList<>();
    for (Cell wall : map.walls()) {
      walls.add(
          Geom.box("wall_" + wall.x() + "_" + wall.y(), CELL / 2, CELL / 2, WALL_HEIGHT / 2)
              .at(new Vec3(x(wall), y(wall), WALL_HEIGHT / 2))
              .collides(1, 1));
    }
    return AntModel.inMaze(walls).xml(CapsuleInertia.CYLINDER);
  }

  /** The centre of a cell along x. */
  private static double x(Cell cell) {
    return CELL * (cell.y() - START.y());
  }

  /** The centre of a cell along y. */
  private static double y(Cell cell) {
    return CELL * (cell.x() - START.x());
  }

  /** The ant's paths through the maze. */
  public EpisodeView episodeView() {
    Cell goal = map.antGoal();
    double noise = DoubleStream.of(GOAL_NOISE).sum();
    List<Area> walls =
        map.walls().stream().map(wall -> Area.square(x(wall), y(wall), CELL / 2)).toList();
    Area goals = new Area(x(goal), y(goal), x(goal) + noise, y(goal) + noise);
    return new OverMap(0, 1, MazeMap.shown(walls), walls, goals, MazeReward.GOAL_RADIUS);
  }

  /** A random goal: the centre of the goal cell, moved up to 1.5 m along each axis. */
  double[] drawGoal(RandomSequence random) {
    double[] goal = {x(map.antGoal()), y(map.antGoal())};
    for (double noise : GOAL_NOISE) {
      for (int axis = 0; axis < goal.length; axis++) {
        goal[axis] += random.nextUniform(0, noise);
      }
    }
    return goal;
  }

  private static AntMazeTask task(MazeMap map, String id, int maxEpisodeSteps) {
    return new AntMazeTask(
        map,
        new EnvironmentSpec(
            id,
            AntMazeEnvironment.OBSERVATION,
            AntMazeEnvironment.MOTORS,
            1.0,
            maxEpisodeSteps,
            new ReferenceScores(0, 1)));
  }
}

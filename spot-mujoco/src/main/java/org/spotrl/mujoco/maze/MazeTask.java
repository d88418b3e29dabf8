package org.spotrl.mujoco.maze;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.spotrl.api.env.EnvironmentSpec;
import org.spotrl.api.env.EpisodeView;
import org.spotrl.api.env.EpisodeView.Area;
import org.spotrl.api.env.EpisodeView.OverMap;
import org.spotrl.api.env.ReferenceScores;

/**
 * One of D4RL's maze environments, version 1: a maze and a reward.
 *
 * @param map the maze
 * @param reward the reward
 * @param specification name, limits and D4RL's reference scores
 */
public record MazeTask(MazeMap map, MazeReward reward, EnvironmentSpec specification) {

  /** All six tasks, sparse rewards first. */
  public static final List<MazeTask> ALL =
      List.of(
          task(MazeMap.UMAZE, MazeReward.SPARSE, 23.85, 161.86),
          task(MazeMap.MEDIUM, MazeReward.SPARSE, 13.13, 277.39),
          task(MazeMap.LARGE, MazeReward.SPARSE, 6.7, 273.99),
          task(MazeMap.UMAZE, MazeReward.DENSE, 68.537689, 193.66285642),
          task(MazeMap.MEDIUM, MazeReward.DENSE, 44.264742, 297.45525478),
          task(MazeMap.LARGE, MazeReward.DENSE, 30.569041, 303.48573827));

  /** The ids of {@link #ALL}. */
  public static List<String> ids() {
    return ALL.stream().map(MazeTask::id).toList();
  }

  /**
   * The task with this id.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static MazeTask of(String id) {
    return ALL.stream()
        .filter(task -> task.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no maze '" + id + "'; known mazes: " + ids()));
  }

  /** The environment's id, for example {@code maze2d-umaze-v1}. */
  public String id() {
    return specification.id();
  }

  /** The ball's paths through the maze. */
  public EpisodeView episodeView() {
    List<Area> walls = MazeModel.walls(map);
    Area goal = Area.square(map.goal().x(), map.goal().y(), 0);
    return new OverMap(0, 1, MazeMap.shown(walls), walls, goal, MazeReward.GOAL_RADIUS);
  }

  private static MazeTask task(MazeMap map, MazeReward reward, double minimum, double maximum) {
    String id =
        Stream.of("maze2d", map.name(), reward == MazeReward.DENSE ? "dense" : "", "v1")
            .filter(word -> !word.isEmpty())
            .reduce((left, right) -> left + "-" + right)
            .orElseThrow()
            .toLowerCase(Locale.ROOT);
    return new MazeTask(
        map,
        reward,
        new EnvironmentSpec(
            id,
            MazePhysics.STATE,
            MazePhysics.AXES,
            1.0,
            map.horizon(),
            new ReferenceScores(minimum, maximum)));
  }
}

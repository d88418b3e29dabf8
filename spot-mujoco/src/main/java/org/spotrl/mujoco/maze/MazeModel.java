package org.spotrl.mujoco.maze;

import java.util.ArrayList;
import java.util.List;
import org.spotrl.api.env.EpisodeView.Area;
import org.spotrl.mujoco.maze.MazeMap.Cell;
import org.spotrl.mujoco.mjcf.Body;
import org.spotrl.mujoco.mjcf.Element;
import org.spotrl.mujoco.mjcf.Geom;
import org.spotrl.mujoco.mjcf.Joint;
import org.spotrl.mujoco.mjcf.ModelText;
import org.spotrl.mujoco.mjcf.Motor;
import org.spotrl.mujoco.mjcf.Vec3;

/**
 * The model of D4RL's point maze: two motors push a ball over a plane between walls.
 *
 * <p>The ball's frame starts at (1.2, 1.2), but the wall of cell (x, y) is at (x + 1, y + 1), so
 * the centre of a cell is 0.2 off the middle between its walls. D4RL's data was collected like
 * this.
 */
final class MazeModel {

  private static final double WALL_OFFSET = 1.0;
  private static final double BALL_OFFSET = 1.2;
  private static final double HALF_CELL = 0.5;
  private static final double GEAR = 100;

  private MazeModel() {}

  /** The walls in the coordinates that the ball observes. */
  static List<Area> walls(MazeMap map) {
    double offset = WALL_OFFSET - BALL_OFFSET;
    return map.walls().stream()
        .map(wall -> Area.square(wall.x() + offset, wall.y() + offset, HALF_CELL))
        .toList();
  }

  static ModelText text(MazeMap map) {
    List<Geom> still = new ArrayList<>();
    still.add(Geom.plane("ground", 40, 40, 0.25).at(new Vec3(0, 0, -0.1)).collides(1, 0));
    for (Cell wall : map.walls()) {
      still.add(
          Geom.box("wall_" + wall.x() + "_" + wall.y(), HALF_CELL, HALF_CELL, 0.2)
              .at(new Vec3(wall.x() + WALL_OFFSET, wall.y() + WALL_OFFSET, 0)));
    }
    Body ball =
        new Body(
            "particle",
            new Vec3(BALL_OFFSET, BALL_OFFSET, 0),
            List.of(Joint.slide("ball_x", Vec3.X), Joint.slide("ball_y", Vec3.Y)),
            List.of(Geom.sphere("particle_geom", 0.1).collides(1, 1)),
            List.of());
    return new ModelText(
        "point_maze",
        Element.of("compiler").set("angle", "radian").set("inertiafromgeom", "true"),
        Element.of("option")
            .set("timestep", 0.01)
            .set("gravity", 0, 0, 0)
            .set("iterations", 20)
            .set("integrator", "Euler"),
        Element.of("joint").set("damping", 1).set("limited", "false"),
        Element.of("geom")
            .set("friction", 0.5, 0.1, 0.1)
            .set("density", 1000)
            .set("margin", 0.002)
            .set("condim", 1)
            .set("contype", 2)
            .set("conaffinity", 1),
        still,
        List.of(ball),
        List.of(new Motor("ball_x", GEAR), new Motor("ball_y", GEAR)));
  }
}

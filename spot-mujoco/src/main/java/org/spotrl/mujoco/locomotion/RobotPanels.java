package org.spotrl.mujoco.locomotion;

import java.util.List;
import org.spotrl.api.env.EpisodeView.Line;
import org.spotrl.api.env.EpisodeView.Panel;

/**
 * Which entries of a robot's observation a picture of an episode shows.
 *
 * <p>Observations are positions without those along the ground, then velocities: the height is
 * entry 0 of all robots, the speed forward the first velocity.
 */
final class RobotPanels {

  private static final String LEAN = "lean of the torso, rad";

  private RobotPanels() {}

  static List<Panel> of(Robot robot) {
    return switch (robot) {
      case HALF_CHEETAH ->
          List.of(
              Panel.of("height above the start, m", new Line("", 0)),
              speed(8),
              Panel.of(LEAN, new Line("", 1)).zoom(),
              leg("back leg, rad", 2),
              leg("front leg, rad", 5));
      case HOPPER ->
          List.of(
              height(Robot.HOPPER_LOWEST, Double.POSITIVE_INFINITY),
              speed(5),
              lean(Robot.HOPPER_LEAN),
              leg("leg, rad", 2));
      case WALKER2D ->
          List.of(
              height(Robot.WALKER_LOWEST, Robot.WALKER_HIGHEST),
              speed(8),
              lean(Robot.WALKER_LEAN),
              leg("right leg, rad", 2),
              leg("left leg, rad", 5));
      case ANT ->
          List.of(
              height(Robot.ANT_LOWEST, Robot.ANT_HIGHEST),
              Panel.of("speed, m/s", new Line("forward", 13), new Line("to the left", 14)),
              antJoints("hips, rad", 5),
              antJoints("ankles, rad", 6));
    };
  }

  private static Panel height(double lowest, double highest) {
    return Panel.of("height of the torso, m", new Line("", 0)).limits(lowest, highest);
  }

  private static Panel lean(double limit) {
    return Panel.of(LEAN, new Line("", 1)).limits(-limit, limit).zoom();
  }

  private static Panel speed(int entry) {
    return Panel.of("forward speed, m/s", new Line("", entry));
  }

  private static Panel leg(String title, int first) {
    return Panel.of(
            title,
            new Line("thigh", first),
            new Line("shin", first + 1),
            new Line("foot", first + 2))
        .zoom();
  }

  /** One joint of each leg: the joints of a leg are next to each other. */
  private static Panel antJoints(String title, int first) {
    return Panel.of(
            title,
            new Line("leg 1", first),
            new Line("leg 2", first + 2),
            new Line("leg 3", first + 4),
            new Line("leg 4", first + 6))
        .zoom();
  }
}

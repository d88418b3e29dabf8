/** D4RL's point mazes: model, environment, waypoint controller and data collection. */
@NullMarked
package org.spotrl.mujoco.maze;

import org.jspecify.annotations.NullMarked;

/** D4RL's point mazes: model, environment, waypoint controller, collection of data sets. */
@NullMarked
package org.spotrl.mujoco.maze;

import org.jspecify.annotations.NullMarked;

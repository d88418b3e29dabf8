/** Gym's locomotion environments. */
@NullMarked
package org.spotrl.mujoco.locomotion;

import org.jspecify.annotations.NullMarked;

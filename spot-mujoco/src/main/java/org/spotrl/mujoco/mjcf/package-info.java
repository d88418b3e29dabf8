/** Writes MuJoCo models as XML text. */
@NullMarked
package org.spotrl.mujoco.mjcf;

import org.jspecify.annotations.NullMarked;

/** Text of MuJoCo models, made from Java values. */
@NullMarked
package org.spotrl.mujoco.mjcf;

import org.jspecify.annotations.NullMarked;

/** The base class of all MuJoCo environments. */
@NullMarked
package org.spotrl.mujoco.env;

import org.jspecify.annotations.NullMarked;

/** MuJoCo environments without Python. */
@NullMarked
package org.spotrl.mujoco;

import org.jspecify.annotations.NullMarked;

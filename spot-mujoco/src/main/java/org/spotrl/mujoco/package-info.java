/** Environments in MuJoCo, reached without Python. */
@NullMarked
package org.spotrl.mujoco;

import org.jspecify.annotations.NullMarked;

/**
 * MuJoCo's C library by JNA direct mapping: models, simulations and the self-check at load time.
 */
@NullMarked
package org.spotrl.mujoco.binding;

import org.jspecify.annotations.NullMarked;

/**
 * MuJoCo's C library by JNA direct mapping: models, simulation states, the load-time self-check.
 */
@NullMarked
package org.spotrl.mujoco.binding;

import org.jspecify.annotations.NullMarked;

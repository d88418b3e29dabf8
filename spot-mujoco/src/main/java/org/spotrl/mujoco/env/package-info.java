/** What all environments on MuJoCo share. */
@NullMarked
package org.spotrl.mujoco.env;

import org.jspecify.annotations.NullMarked;

/** Finds, downloads and loads libmujoco. */
@NullMarked
package org.spotrl.mujoco.library;

import org.jspecify.annotations.NullMarked;

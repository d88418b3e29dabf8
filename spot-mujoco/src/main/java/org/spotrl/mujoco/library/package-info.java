/** Finding, fetching and loading libmujoco. */
@NullMarked
package org.spotrl.mujoco.library;

import org.jspecify.annotations.NullMarked;

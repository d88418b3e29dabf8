/** The methods SPOT is compared with, built from the same blocks. */
@NullMarked
package org.spotrl.baselines;

import org.jspecify.annotations.NullMarked;

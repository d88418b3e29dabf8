/** The methods that SPOT is compared with, built from the same components. */
@NullMarked
package org.spotrl.baselines;

import org.jspecify.annotations.NullMarked;

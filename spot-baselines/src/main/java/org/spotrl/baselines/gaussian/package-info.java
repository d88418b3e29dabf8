/** A Gaussian behaviour density. */
@NullMarked
package org.spotrl.baselines.gaussian;

import org.jspecify.annotations.NullMarked;

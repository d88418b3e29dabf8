/** A mixture of Gaussians as a behaviour density. */
@NullMarked
package org.spotrl.baselines.mixture;

import org.jspecify.annotations.NullMarked;

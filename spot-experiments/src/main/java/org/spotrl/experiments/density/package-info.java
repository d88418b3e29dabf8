/** Trained densities that runs share: the cache, and stored densities. */
@NullMarked
package org.spotrl.experiments.density;

import org.jspecify.annotations.NullMarked;

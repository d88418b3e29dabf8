/** Trained densities that runs share: the user's store, and files that a run names. */
@NullMarked
package org.spotrl.experiments.density;

import org.jspecify.annotations.NullMarked;

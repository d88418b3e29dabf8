/** A run, from its data to its results. */
@NullMarked
package org.spotrl.experiments.run;

import org.jspecify.annotations.NullMarked;

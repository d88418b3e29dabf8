/** Checks that the steps of a data file are steps of the simulator. */
@NullMarked
package org.spotrl.experiments.replay;

import org.jspecify.annotations.NullMarked;

/** Runs an experiment file as a tracked run. */
@NullMarked
package org.spotrl.experiments;

import org.jspecify.annotations.NullMarked;

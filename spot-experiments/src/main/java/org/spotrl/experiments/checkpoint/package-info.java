/** Checkpoints and best policies of a run in a folder. */
@NullMarked
package org.spotrl.experiments.checkpoint;

import org.jspecify.annotations.NullMarked;

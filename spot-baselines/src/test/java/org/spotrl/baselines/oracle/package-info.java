/** Replays golden numbers of the authors' code through the training graphs. */
@NullMarked
package org.spotrl.baselines.oracle;

import org.jspecify.annotations.NullMarked;

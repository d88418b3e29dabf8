/** Replays golden numbers of the authors' code through the graphs that train. */
@NullMarked
package org.spotrl.baselines.oracle;

import org.jspecify.annotations.NullMarked;

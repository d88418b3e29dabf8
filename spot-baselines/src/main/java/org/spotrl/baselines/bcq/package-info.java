/** Batch-constrained deep Q-learning. */
@NullMarked
package org.spotrl.baselines.bcq;

import org.jspecify.annotations.NullMarked;

/** Implicit Q-learning. */
@NullMarked
package org.spotrl.baselines.iql;

import org.jspecify.annotations.NullMarked;

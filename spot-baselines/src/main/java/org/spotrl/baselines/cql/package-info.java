/** Conservative Q-learning (CQL). */
@NullMarked
package org.spotrl.baselines.cql;

import org.jspecify.annotations.NullMarked;

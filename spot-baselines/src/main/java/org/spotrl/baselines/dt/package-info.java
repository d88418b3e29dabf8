/** Decision Transformer. */
@NullMarked
package org.spotrl.baselines.dt;

import org.jspecify.annotations.NullMarked;

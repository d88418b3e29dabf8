/** Bootstrapping error accumulation reduction (BEAR). */
@NullMarked
package org.spotrl.baselines.bear;

import org.jspecify.annotations.NullMarked;

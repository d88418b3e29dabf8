/** A normalising flow as a behaviour density. */
@NullMarked
package org.spotrl.baselines.flow;

import org.jspecify.annotations.NullMarked;

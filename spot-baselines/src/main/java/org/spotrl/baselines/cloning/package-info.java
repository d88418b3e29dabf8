/** Behaviour cloning, as an algorithm and as a regulariser. */
@NullMarked
package org.spotrl.baselines.cloning;

import org.jspecify.annotations.NullMarked;

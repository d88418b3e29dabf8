/** Losses that several methods share, one small function for each equation. */
@NullMarked
package org.spotrl.tensorflow.loss;

import org.jspecify.annotations.NullMarked;

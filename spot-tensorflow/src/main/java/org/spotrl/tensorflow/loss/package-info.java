/** Losses shared by several methods, one function for each equation. */
@NullMarked
package org.spotrl.tensorflow.loss;

import org.jspecify.annotations.NullMarked;

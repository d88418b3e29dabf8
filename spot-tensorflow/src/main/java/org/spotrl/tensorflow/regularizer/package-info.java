/** Regularisers that keep a policy near the data. */
@NullMarked
package org.spotrl.tensorflow.regularizer;

import org.jspecify.annotations.NullMarked;

/** A behaviour density trained alone and measured on held-out data. */
@NullMarked
package org.spotrl.tensorflow.density.training;

import org.jspecify.annotations.NullMarked;

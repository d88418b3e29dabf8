/** Distributions over actions and latents in a graph. */
@NullMarked
package org.spotrl.tensorflow.distribution;

import org.jspecify.annotations.NullMarked;

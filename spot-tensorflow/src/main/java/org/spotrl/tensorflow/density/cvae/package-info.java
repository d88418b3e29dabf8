/** The conditional variational autoencoder as a behaviour density. */
@NullMarked
package org.spotrl.tensorflow.density.cvae;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.spotrl.tensorflow.density.cvae;

import org.jspecify.annotations.NullMarked;

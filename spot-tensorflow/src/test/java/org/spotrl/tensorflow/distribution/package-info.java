@NullMarked
package org.spotrl.tensorflow.distribution;

import org.jspecify.annotations.NullMarked;

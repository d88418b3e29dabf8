@NullMarked
package org.spotrl.tensorflow.loss;

import org.jspecify.annotations.NullMarked;

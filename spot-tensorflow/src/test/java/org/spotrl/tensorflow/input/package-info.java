@NullMarked
package org.spotrl.tensorflow.input;

import org.jspecify.annotations.NullMarked;

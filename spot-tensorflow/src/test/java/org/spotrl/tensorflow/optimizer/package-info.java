@NullMarked
package org.spotrl.tensorflow.optimizer;

import org.jspecify.annotations.NullMarked;

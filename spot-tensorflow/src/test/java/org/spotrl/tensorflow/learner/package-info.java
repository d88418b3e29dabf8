@NullMarked
package org.spotrl.tensorflow.learner;

import org.jspecify.annotations.NullMarked;

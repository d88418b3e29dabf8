/** Networks, optimisers, behaviour densities and learners in TensorFlow Java. */
@NullMarked
package org.spotrl.tensorflow;

import org.jspecify.annotations.NullMarked;

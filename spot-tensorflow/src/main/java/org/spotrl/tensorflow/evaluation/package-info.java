/** Evaluation of policies on recorded data, without the environment. */
@NullMarked
package org.spotrl.tensorflow.evaluation;

import org.jspecify.annotations.NullMarked;

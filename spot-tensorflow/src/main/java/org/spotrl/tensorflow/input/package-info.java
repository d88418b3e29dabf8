/** Inputs of an update: batches and random draws, sampled or recorded. */
@NullMarked
package org.spotrl.tensorflow.input;

import org.jspecify.annotations.NullMarked;

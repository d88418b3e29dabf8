/** Learners: a graph with its training phases and its policy. */
@NullMarked
package org.spotrl.tensorflow.learner;

import org.jspecify.annotations.NullMarked;

/** Learners made of a graph, its training phases and a policy network. */
@NullMarked
package org.spotrl.tensorflow.learner;

import org.jspecify.annotations.NullMarked;

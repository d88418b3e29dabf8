/** Graph expressions, state, the order of a program, and the graph that runs. */
@NullMarked
package org.spotrl.tensorflow.graph;

import org.jspecify.annotations.NullMarked;

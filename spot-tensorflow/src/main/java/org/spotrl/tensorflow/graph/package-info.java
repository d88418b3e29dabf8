/** Graph expressions, variables, programs and compiled graphs. */
@NullMarked
package org.spotrl.tensorflow.graph;

import org.jspecify.annotations.NullMarked;

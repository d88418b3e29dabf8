@NullMarked
package org.spotrl.tensorflow.graph;

import org.jspecify.annotations.NullMarked;

/** Algorithms and the learners they make. */
@NullMarked
package org.spotrl.api.learning;

import org.jspecify.annotations.NullMarked;

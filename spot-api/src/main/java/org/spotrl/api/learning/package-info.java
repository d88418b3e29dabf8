/** Algorithms and their learners. */
@NullMarked
package org.spotrl.api.learning;

import org.jspecify.annotations.NullMarked;

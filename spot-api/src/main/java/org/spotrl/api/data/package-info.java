/** Data sets of transitions, their statistics and transforms. */
@NullMarked
package org.spotrl.api.data;

import org.jspecify.annotations.NullMarked;

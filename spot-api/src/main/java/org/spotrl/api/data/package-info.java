/** Data sets: trajectories, their transitions, statistics, filters and transforms. */
@NullMarked
package org.spotrl.api.data;

import org.jspecify.annotations.NullMarked;

/** Statistics of series of numbers. */
@NullMarked
package org.spotrl.api.statistics;

import org.jspecify.annotations.NullMarked;

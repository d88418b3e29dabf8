/** Minari's data sets as a data source. */
@NullMarked
package org.spotrl.data.minari;

import org.jspecify.annotations.NullMarked;

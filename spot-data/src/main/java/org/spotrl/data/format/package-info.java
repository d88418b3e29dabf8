/** File formats of data sets: one class per format, all read as named columns. */
@NullMarked
package org.spotrl.data.format;

import org.jspecify.annotations.NullMarked;

/** Data sets from files. */
@NullMarked
package org.spotrl.data;

import org.jspecify.annotations.NullMarked;

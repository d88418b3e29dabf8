/** Counter-based random numbers. */
@NullMarked
package org.spotrl.api.random;

import org.jspecify.annotations.NullMarked;

/** Estimates of the behaviour policy's density. */
@NullMarked
package org.spotrl.api.density;

import org.jspecify.annotations.NullMarked;

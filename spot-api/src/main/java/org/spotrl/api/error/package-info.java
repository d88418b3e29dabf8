/** Exceptions with a message for the user. */
@NullMarked
package org.spotrl.api.error;

import org.jspecify.annotations.NullMarked;

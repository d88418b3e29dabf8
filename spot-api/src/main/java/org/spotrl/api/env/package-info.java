/** Environments and their specification. */
@NullMarked
package org.spotrl.api.env;

import org.jspecify.annotations.NullMarked;

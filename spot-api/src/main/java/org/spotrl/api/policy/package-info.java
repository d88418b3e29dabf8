/** Policies as plain Java objects. */
@NullMarked
package org.spotrl.api.policy;

import org.jspecify.annotations.NullMarked;

/** Components that an experiment file selects by name. */
@NullMarked
package org.spotrl.api.component;

import org.jspecify.annotations.NullMarked;

/** Choosing among trained policies without the environment. */
@NullMarked
package org.spotrl.api.selection;

import org.jspecify.annotations.NullMarked;

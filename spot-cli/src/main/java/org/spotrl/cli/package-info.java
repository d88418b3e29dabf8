/** The {@code spot} command. */
@NullMarked
package org.spotrl.cli;

import org.jspecify.annotations.NullMarked;

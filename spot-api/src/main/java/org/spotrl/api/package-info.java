/** Interfaces and values that all modules of spot share. */
@NullMarked
package org.spotrl.api;

import org.jspecify.annotations.NullMarked;

/** The contracts and values that every other module of spot uses. */
@NullMarked
package org.spotrl.api;

import org.jspecify.annotations.NullMarked;

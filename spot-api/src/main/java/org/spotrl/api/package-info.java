/** The contracts and values that every other part of spot is written against. */
@NullMarked
package org.spotrl.api;

import org.jspecify.annotations.NullMarked;

/** Stored densities, which other runs can use. */
@NullMarked
package org.spotrl.experiments.density;

import org.jspecify.annotations.NullMarked;

/** Guice modules that put the rooms together. */
@NullMarked
package org.spotrl.experiments.wiring;

import org.jspecify.annotations.NullMarked;

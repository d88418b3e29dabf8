/** Guice modules that put the project's modules together. */
@NullMarked
package org.spotrl.experiments.wiring;

import org.jspecify.annotations.NullMarked;

/** Guice wiring of all modules. */
@NullMarked
package org.spotrl.experiments.wiring;

import org.jspecify.annotations.NullMarked;

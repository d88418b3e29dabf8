/** Pictures of what a policy sees: values and densities over the actions of a state. */
@NullMarked
package org.spotrl.experiments.picture;

import org.jspecify.annotations.NullMarked;

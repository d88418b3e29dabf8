/** Behaviour densities: estimates of log beta(a | s) that a policy is held against. */
@NullMarked
package org.spotrl.tensorflow.density;

import org.jspecify.annotations.NullMarked;

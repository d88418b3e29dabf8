/** Behaviour densities: models of log beta(a | s) that regularise a policy. */
@NullMarked
package org.spotrl.tensorflow.density;

import org.jspecify.annotations.NullMarked;

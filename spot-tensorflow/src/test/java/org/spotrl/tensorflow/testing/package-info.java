/** Test helpers that the modules above this one share. */
@NullMarked
package org.spotrl.tensorflow.testing;

import org.jspecify.annotations.NullMarked;

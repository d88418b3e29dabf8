/** Known lines of native libraries kept from standard error. */
@NullMarked
package org.spotrl.tensorflow.quiet;

import org.jspecify.annotations.NullMarked;

/** The state of a training run, saved and restored. */
@NullMarked
package org.spotrl.api.checkpoint;

import org.jspecify.annotations.NullMarked;

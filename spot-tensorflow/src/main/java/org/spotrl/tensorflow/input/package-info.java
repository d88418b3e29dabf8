/** What flows into an update: transitions and random draws, sampled or recorded. */
@NullMarked
package org.spotrl.tensorflow.input;

import org.jspecify.annotations.NullMarked;

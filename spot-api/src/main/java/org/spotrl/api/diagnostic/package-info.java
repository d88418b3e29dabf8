/** Diagnostics of a learner during a run. */
@NullMarked
package org.spotrl.api.diagnostic;

import org.jspecify.annotations.NullMarked;

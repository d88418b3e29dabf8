/** The diagnostics of a run that come with spot. */
@NullMarked
package org.spotrl.experiments.diagnostic;

import org.jspecify.annotations.NullMarked;

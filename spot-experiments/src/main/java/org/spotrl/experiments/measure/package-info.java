/** Times, memory and machine load of a run, as metrics. */
@NullMarked
package org.spotrl.experiments.measure;

import org.jspecify.annotations.NullMarked;

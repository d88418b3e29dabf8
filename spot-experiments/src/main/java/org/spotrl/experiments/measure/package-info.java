/** What a run costs: time, memory, the machine's load, all as metrics. */
@NullMarked
package org.spotrl.experiments.measure;

import org.jspecify.annotations.NullMarked;

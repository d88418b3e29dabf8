/** Comparison of recorded runs: selection, differences, statistics over seeds. */
@NullMarked
package org.spotrl.studies.comparison;

import org.jspecify.annotations.NullMarked;

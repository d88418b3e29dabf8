/** Recorded runs beside one another: which ones, what differs, statistics over seeds. */
@NullMarked
package org.spotrl.studies.comparison;

import org.jspecify.annotations.NullMarked;

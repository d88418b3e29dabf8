/** Reports of studies: tables and figures from recorded runs alone. */
@NullMarked
package org.spotrl.studies.report;

import org.jspecify.annotations.NullMarked;

/** Studies: one file that becomes many runs, and the record of them. */
@NullMarked
package org.spotrl.studies.study;

import org.jspecify.annotations.NullMarked;

/** Running a recorded run again and finding the first number that is not the same. */
@NullMarked
package org.spotrl.studies.reproduction;

import org.jspecify.annotations.NullMarked;

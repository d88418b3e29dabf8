/** Running a recorded run again and finding the first number that is not the same. */
@NullMarked
package org.spotrl.experiments.reproduction;

import org.jspecify.annotations.NullMarked;

/** Runs a recorded run again and finds the first number that differs. */
@NullMarked
package org.spotrl.studies.reproduction;

import org.jspecify.annotations.NullMarked;

/** Measures the speed of updates and compares it with their matrix products. */
@NullMarked
package org.spotrl.cli.benchmark;

import org.jspecify.annotations.NullMarked;

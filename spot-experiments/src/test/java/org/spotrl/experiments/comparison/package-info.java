@NullMarked
package org.spotrl.experiments.comparison;

import org.jspecify.annotations.NullMarked;

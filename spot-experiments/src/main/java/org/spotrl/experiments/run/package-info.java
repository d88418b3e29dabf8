/** One experiment from data set to tracked result. */
@NullMarked
package org.spotrl.experiments.run;

import org.jspecify.annotations.NullMarked;

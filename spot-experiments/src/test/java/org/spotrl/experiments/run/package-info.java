@NullMarked
package org.spotrl.experiments.run;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.spotrl.experiments.density;

import org.jspecify.annotations.NullMarked;

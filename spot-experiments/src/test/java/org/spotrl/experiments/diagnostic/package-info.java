@NullMarked
package org.spotrl.experiments.diagnostic;

import org.jspecify.annotations.NullMarked;

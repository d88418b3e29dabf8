@NullMarked
package org.spotrl.experiments.reproduction;

import org.jspecify.annotations.NullMarked;

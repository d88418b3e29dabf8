@NullMarked
package org.spotrl.experiments.cache;

import org.jspecify.annotations.NullMarked;

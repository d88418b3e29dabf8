@NullMarked
package org.spotrl.experiments.replay;

import org.jspecify.annotations.NullMarked;

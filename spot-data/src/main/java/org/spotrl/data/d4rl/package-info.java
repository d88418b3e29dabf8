/** D4RL's data sets: names, download and conversion. */
@NullMarked
package org.spotrl.data.d4rl;

import org.jspecify.annotations.NullMarked;

/** One-step offline RL (Brandfonbrener et al. 2021). */
@NullMarked
package org.spotrl.baselines.onestep;

import org.jspecify.annotations.NullMarked;

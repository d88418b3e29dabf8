/** Policy in the latent action space (PLAS). */
@NullMarked
package org.spotrl.baselines.plas;

import org.jspecify.annotations.NullMarked;

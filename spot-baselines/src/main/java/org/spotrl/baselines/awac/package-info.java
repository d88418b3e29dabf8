/** Advantage-weighted actor-critic (AWAC). */
@NullMarked
package org.spotrl.baselines.awac;

import org.jspecify.annotations.NullMarked;

/** The actor-critic of SPOT, TD3+BC, TD3 and SAC: a backbone with a policy regulariser. */
@NullMarked
package org.spotrl.tensorflow.actorcritic;

import org.jspecify.annotations.NullMarked;

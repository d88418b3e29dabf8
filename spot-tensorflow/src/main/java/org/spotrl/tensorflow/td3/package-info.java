/** TD3 with a policy regulariser: the basis of SPOT and TD3+BC. */
@NullMarked
package org.spotrl.tensorflow.td3;

import org.jspecify.annotations.NullMarked;

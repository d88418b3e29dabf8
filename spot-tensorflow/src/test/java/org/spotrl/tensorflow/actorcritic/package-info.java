@NullMarked
package org.spotrl.tensorflow.actorcritic;

import org.jspecify.annotations.NullMarked;

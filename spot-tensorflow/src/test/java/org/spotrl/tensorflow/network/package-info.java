@NullMarked
package org.spotrl.tensorflow.network;

import org.jspecify.annotations.NullMarked;

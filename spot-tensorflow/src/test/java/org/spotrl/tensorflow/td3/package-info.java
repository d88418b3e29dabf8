@NullMarked
package org.spotrl.tensorflow.td3;

import org.jspecify.annotations.NullMarked;

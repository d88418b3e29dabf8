/** Networks and their parameters. */
@NullMarked
package org.spotrl.tensorflow.network;

import org.jspecify.annotations.NullMarked;

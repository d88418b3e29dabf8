/** Checkpoints in a folder: a manifest and the training state as a safetensors file. */
@NullMarked
package org.spotrl.experiments.checkpoint;

import org.jspecify.annotations.NullMarked;

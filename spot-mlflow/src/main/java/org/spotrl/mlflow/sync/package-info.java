/** Sends runs from a folder to a server, during training or by push, and pulls them back. */
@NullMarked
package org.spotrl.mlflow.sync;

import org.jspecify.annotations.NullMarked;

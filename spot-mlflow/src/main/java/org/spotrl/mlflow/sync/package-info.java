/**
 * The way of runs from a folder to a server and back: live while they train, by push, and by pull.
 */
@NullMarked
package org.spotrl.mlflow.sync;

import org.jspecify.annotations.NullMarked;

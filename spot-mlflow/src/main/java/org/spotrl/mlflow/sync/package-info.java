/**
 * Sends runs from a folder to a server, live while they train or by push, and brings them back by
 * pull.
 */
@NullMarked
package org.spotrl.mlflow.sync;

import org.jspecify.annotations.NullMarked;

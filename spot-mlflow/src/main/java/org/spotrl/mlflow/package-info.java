/** Trackers that write MLflow's folder layout or speak to its server. */
@NullMarked
package org.spotrl.mlflow;

import org.jspecify.annotations.NullMarked;

/**
 * What MLflow's folder layout and its server have in common: points, states, data sets, names,
 * JSON.
 */
@NullMarked
package org.spotrl.mlflow.format;

import org.jspecify.annotations.NullMarked;

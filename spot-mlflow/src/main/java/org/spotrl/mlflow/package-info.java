/**
 * The tracker that writes MLflow's folder layout, its reader, and the launcher of MLflow's pages.
 */
@NullMarked
package org.spotrl.mlflow;

import org.jspecify.annotations.NullMarked;

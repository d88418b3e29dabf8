/** MLflow's folder layout: the tracker, the reader, and the import of runs. */
@NullMarked
package org.spotrl.mlflow.folder;

import org.jspecify.annotations.NullMarked;

/** Finds or installs MLflow and starts its pages. */
@NullMarked
package org.spotrl.mlflow.ui;

import org.jspecify.annotations.NullMarked;

/** The launcher of MLflow's pages: finds or installs MLflow, starts it and gives its address. */
@NullMarked
package org.spotrl.mlflow.ui;

import org.jspecify.annotations.NullMarked;

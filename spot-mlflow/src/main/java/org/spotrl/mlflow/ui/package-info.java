/**
 * The launcher of MLflow's pages: finds MLflow or makes an environment with it, starts it, tells
 * its address.
 */
@NullMarked
package org.spotrl.mlflow.ui;

import org.jspecify.annotations.NullMarked;

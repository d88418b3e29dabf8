/** Client of an MLflow tracking server, with a time limit on every call and typed errors. */
@NullMarked
package org.spotrl.mlflow.server;

import org.jspecify.annotations.NullMarked;

/**
 * Records, reads and synchronizes runs with MLflow.
 *
 * <p>{@code folder} reads and writes MLflow's folder layout, {@code server} calls a tracking
 * server, {@code sync} copies runs between the two, {@code ui} starts MLflow's pages, and {@code
 * format} has the types that all of them share.
 */
@NullMarked
package org.spotrl.mlflow;

import org.jspecify.annotations.NullMarked;

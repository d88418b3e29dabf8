/**
 * Reads recorded runs, wherever MLflow keeps them.
 *
 * <p>{@code folder} writes and reads MLflow's folder layout, {@code server} calls its tracking
 * server, {@code sync} makes one equal to the other, {@code ui} starts its pages, and {@code
 * format} is what all of them share.
 */
@NullMarked
package org.spotrl.mlflow;

import org.jspecify.annotations.NullMarked;

package org.spotrl.experiments.config;

import org.spotrl.api.component.Setting;

/**
 * Where and how often a run is recorded.
 *
 * @param uri a folder in MLflow's layout, or the address of an MLflow server
 * @param logEveryUpdates updates between two points of a training metric
 * @param systemMetricsSeconds seconds between two samples of the system metrics; 0 for none
 */
public record TrackingConfig(
    @Setting("A folder in MLflow's layout, or the address (http or https) of an MLflow server.")
        String uri,
    @Setting(value = "Updates between two points of a training metric.", min = 1)
        long logEveryUpdates,
    @Setting(
            value = "Seconds between two samples of processors, memory, disk and network; 0: none.",
            min = 0,
            source = "MLflow")
        int systemMetricsSeconds) {

  /** The folder {@code mlruns}, a point every 500 updates, a sample every 10 seconds. */
  public static final TrackingConfig DEFAULTS = new TrackingConfig("mlruns", 500, 10);
}

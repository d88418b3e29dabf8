package org.spotrl.experiments.config;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.regex.Pattern;
import org.spotrl.api.component.Setting;

/**
 * Where and how often a run is recorded.
 *
 * @param uri address of an MLflow server, or a folder in MLflow's layout; empty: what {@code
 *     MLFLOW_TRACKING_URI} says, or just {@code folder}
 * @param folder folder in MLflow's layout in which runs of a server are written first
 * @param logEveryUpdates updates between two points of a training metric
 * @param systemMetricsSeconds seconds between two samples of the system metrics; 0 for none
 * @param register name under which the final policy goes into the model registry; empty: it does
 *     not
 */
@RecordBuilder
public record TrackingConfig(
    @Setting(
            "Address (http or https) of the MLflow server that gets each run, or a folder for runs without a server. Empty: what the environment variable MLFLOW_TRACKING_URI says; if it is not set, `folder` without a server.")
        String uri,
    @Setting(
            "Folder in MLflow's layout in which each run is written first and from which the server gets it.")
        String folder,
    @Setting(value = "Updates between two points of a training metric.", min = 1)
        long logEveryUpdates,
    @Setting(
            value =
                "Seconds between two samples of processors, memory, disk and network, which MLflow"
                    + " takes every 10; 0: none.",
            min = 0)
        int systemMetricsSeconds,
    @Setting(
            "Name under which the final policy becomes a new version in the model registry; empty: it is not registered.")
        String register) {

  // What MLflow's registry, file systems and addresses all allow.
  private static final Pattern REGISTERED = Pattern.compile("[\\w\\- ]{0,200}");

  /**
   * The folder {@code mlruns} and a server if the environment names one, a point every 500 updates,
   * no system metrics.
   */
  public static final TrackingConfig DEFAULTS = new TrackingConfig("", "mlruns", 500, 0, "");

  /** A builder that starts from the defaults. */
  public static TrackingConfigBuilder builder() {
    return TrackingConfigBuilder.builder(DEFAULTS);
  }

  /** Checks the name. */
  public TrackingConfig {
    if (!REGISTERED.matcher(register).matches()) {
      throw new IllegalArgumentException(
          "register is '%s', but a name in the registry has letters, digits, '_', '-' and blanks, at most 200"
              .formatted(register));
    }
  }
}

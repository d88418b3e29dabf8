package org.spotrl.experiments.config;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.regex.Pattern;
import org.spotrl.api.component.Setting;

/**
 * Where and how often a run is recorded.
 *
 * @param uri address of an MLflow server, or a folder in MLflow's layout; empty: {@code
 *     MLFLOW_TRACKING_URI} or, if this is not set, {@code folder}
 * @param folder folder in MLflow's layout; runs for a server are written to it first
 * @param logEveryUpdates updates between two points of a training metric
 * @param systemMetricsSeconds seconds between two samples of the system metrics; 0 for none
 * @param register name of the final policy in the model registry; empty: it is not registered
 */
@RecordBuilder
public record TrackingConfig(
    @Setting(
            "Address (http or https) of an MLflow server, or a folder for runs without a server. Empty: the environment variable MLFLOW_TRACKING_URI; if it is not set, `folder` without a server.")
        String uri,
    @Setting(
            "Folder in MLflow's layout. Each run is written to it first and copied to the server from it.")
        String folder,
    @Setting(value = "Updates between two points of a training metric.", min = 1)
        long logEveryUpdates,
    @Setting(
            value =
                "Seconds between two samples of the system metrics (processors, memory, disk, network); 0: none. MLflow's own value is 10.",
            min = 0)
        int systemMetricsSeconds,
    @Setting(
            "Name of the final policy in the model registry, where it becomes a new version; empty: it is not registered.")
        String register) {

  // MLflow's registry, file systems and addresses all allow these characters.
  private static final Pattern REGISTERED = Pattern.compile("[\\w\\- ]{0,200}");

  /**
   * The folder {@code mlruns}, the server of {@code MLFLOW_TRACKING_URI}, a point every 500
   * updates, no system metrics.
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
          "register is '%s', but a name in the model registry has at most 200 letters, digits, '_', '-' and spaces"
              .formatted(register));
    }
  }
}

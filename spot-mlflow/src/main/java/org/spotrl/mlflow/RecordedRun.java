package org.spotrl.mlflow;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.spotrl.mlflow.format.MetricPoint;
import org.spotrl.mlflow.format.RunState;

/**
 * A run as a tracking folder holds it; what it recorded is read from its files on each call.
 *
 * @param id its id, the name of its folder
 * @param name its name, for example {@code spot-maze2d-umaze-s0}
 * @param experiment the experiment that it belongs to
 * @param state where it stands
 * @param startMillis when it started, milliseconds since 1970
 * @param endMillis when it ended, 0 if it has not
 * @param folder where its files are
 */
public record RecordedRun(
    String id,
    String name,
    RecordedExperiment experiment,
    RunState state,
    long startMillis,
    long endMillis,
    Path folder) {

  /**
   * Its settings by name.
   *
   * @throws org.spotrl.api.error.SpotRunException if they cannot be read
   */
  public Map<String, String> parameters() {
    return RecordedFiles.texts(folder.resolve(Layout.PARAMS));
  }

  /** Its labels by name, those of MLflow included. */
  public Map<String, String> tags() {
    return RecordedFiles.texts(folder.resolve(Layout.TAGS));
  }

  /** The latest value of each metric: the one with the greatest step. */
  public Map<String, MetricPoint> latestMetrics() {
    return RecordedFiles.latest(folder.resolve(Layout.METRICS));
  }

  /** All points of a metric in the order of recording; none if there is no such metric. */
  public List<MetricPoint> history(String metric) {
    return RecordedFiles.history(folder.resolve(Layout.METRICS), metric);
  }

  /** The folder of its files. */
  public Path artifacts() {
    return folder.resolve(Layout.ARTIFACTS);
  }
}

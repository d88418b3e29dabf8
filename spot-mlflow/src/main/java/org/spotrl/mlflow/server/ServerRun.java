package org.spotrl.mlflow.server;

import java.util.List;
import java.util.Map;
import org.spotrl.mlflow.format.DatasetInput;
import org.spotrl.mlflow.format.MetricPoint;
import org.spotrl.mlflow.format.RunState;

/**
 * A run as a server holds it.
 *
 * @param id the server's id
 * @param experimentId id of its experiment
 * @param name its name
 * @param state where it stands
 * @param startMillis when it started, milliseconds since 1970
 * @param endMillis when it ended, 0 if it has not
 * @param artifactUri where its files are, for {@link TrackingServer#artifacts}
 * @param parameters its settings
 * @param tags its labels, those of MLflow included
 * @param latest the latest point of each metric: the one with the greatest step
 * @param datasets the data sets that it read
 * @param models the logged models that it made
 */
public record ServerRun(
    String id,
    String experimentId,
    String name,
    RunState state,
    long startMillis,
    long endMillis,
    String artifactUri,
    Map<String, String> parameters,
    Map<String, String> tags,
    Map<String, MetricPoint> latest,
    List<DatasetInput> datasets,
    List<ModelLink> models) {

  /** A run with unmodifiable copies of its parts. */
  public ServerRun {
    parameters = Map.copyOf(parameters);
    tags = Map.copyOf(tags);
    latest = Map.copyOf(latest);
    datasets = List.copyOf(datasets);
    models = List.copyOf(models);
  }

  /**
   * The result of a run.
   *
   * @param modelId the server's id of the logged model
   * @param step updates done when it was made
   */
  public record ModelLink(String modelId, long step) {}
}

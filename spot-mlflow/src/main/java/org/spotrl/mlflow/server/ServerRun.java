package org.spotrl.mlflow.server;

import static org.spotrl.mlflow.format.Json.number;
import static org.spotrl.mlflow.format.Json.text;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.spotrl.mlflow.format.DatasetInput;
import org.spotrl.mlflow.format.Json;
import org.spotrl.mlflow.format.MetricPoint;
import org.spotrl.mlflow.format.RunState;
import tools.jackson.databind.JsonNode;

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

  /**
   * The result of a run.
   *
   * @param modelId the server's id of the logged model
   * @param step updates done when it was made
   */
  public record ModelLink(String modelId, long step) {}

  /** The run in an answer. */
  static ServerRun of(JsonNode run) {
    JsonNode info = run.path("info");
    JsonNode data = run.path("data");
    return new ServerRun(
        text(info, "run_id"),
        text(info, "experiment_id"),
        text(info, "run_name"),
        RunState.ofName(text(info, "status")),
        number(info, "start_time"),
        number(info, "end_time"),
        text(info, "artifact_uri"),
        Json.pairs(data.path("params")),
        Json.pairs(data.path("tags")),
        data.path("metrics")
            .valueStream()
            .collect(
                Collectors.toUnmodifiableMap(
                    metric -> text(metric, "key"), ServerRun::point, (first, last) -> last)),
        run.path("inputs").path("dataset_inputs").valueStream().map(ServerRun::dataset).toList(),
        run.path("outputs")
            .path("model_outputs")
            .valueStream()
            .map(link -> new ModelLink(text(link, "model_id"), number(link, "step")))
            .distinct()
            .toList());
  }

  /** The point in an answer. */
  static MetricPoint point(JsonNode metric) {
    return new MetricPoint(
        number(metric, "timestamp"), number(metric, "step"), Json.real(metric, "value"));
  }

  private static DatasetInput dataset(JsonNode input) {
    return DatasetInput.of(
        field -> text(input.path("dataset"), field),
        Json.pairs(input.path("tags")).getOrDefault("mlflow.data.context", ""));
  }
}

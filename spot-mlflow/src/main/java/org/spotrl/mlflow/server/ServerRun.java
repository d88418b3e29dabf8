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
 * A run on a server.
 *
 * @param id its id on the server
 * @param experimentId id of its experiment
 * @param name its name
 * @param state its state
 * @param startMillis start time, milliseconds since 1970
 * @param endMillis end time, 0 if it has not ended
 * @param artifactUri URI of its files, for {@link TrackingServer#artifacts}
 * @param parameters its parameters
 * @param tags its tags, including MLflow's own
 * @param latest the point of each metric with the largest step
 * @param datasets the data sets that it used
 * @param models the models that it logged
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
   * A logged model as an output of a run.
   *
   * @param modelId id of the logged model
   * @param step number of updates at which it was logged
   */
  public record ModelLink(String modelId, long step) {}

  /** Reads the run in a response. */
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

  /** Reads the point in a response. */
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

package org.spotrl.mlflow.server;

import static org.spotrl.mlflow.format.Json.number;
import static org.spotrl.mlflow.format.Json.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.spotrl.mlflow.format.DatasetInput;
import org.spotrl.mlflow.format.Json;
import org.spotrl.mlflow.format.MetricPoint;
import org.spotrl.mlflow.format.RunState;
import tools.jackson.databind.JsonNode;

/** Reads runs, models and points from a server's answers. */
final class Responses {

  private Responses() {}

  static ServerRun run(JsonNode run) {
    JsonNode info = run.path("info");
    JsonNode data = run.path("data");
    Map<String, MetricPoint> latest = new LinkedHashMap<>();
    data.path("metrics").forEach(metric -> latest.put(text(metric, "key"), point(metric)));
    List<DatasetInput> datasets = new ArrayList<>();
    run.path("inputs").path("dataset_inputs").forEach(input -> datasets.add(dataset(input)));
    Map<String, ServerRun.ModelLink> models = new LinkedHashMap<>();
    for (JsonNode output : run.path("outputs").path("model_outputs")) {
      String id = text(output, "model_id");
      models.put(id, new ServerRun.ModelLink(id, number(output, "step")));
    }
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
        latest,
        datasets,
        List.copyOf(models.values()));
  }

  static ServerExperiment experiment(JsonNode experiment) {
    return new ServerExperiment(
        text(experiment, "experiment_id"),
        text(experiment, "name"),
        Json.pairs(experiment.path("tags")));
  }

  static ServerModel model(JsonNode model) {
    JsonNode info = model.path("info");
    return new ServerModel(
        text(info, "model_id"),
        text(info, "name"),
        text(info, "source_run_id"),
        text(info, "artifact_uri"),
        text(info, "status").equals("LOGGED_MODEL_READY"),
        number(info, "creation_timestamp_ms"),
        Json.pairs(info.path("tags")));
  }

  static MetricPoint point(JsonNode metric) {
    return new MetricPoint(
        number(metric, "timestamp"), number(metric, "step"), Json.real(metric, "value"));
  }

  private static DatasetInput dataset(JsonNode input) {
    JsonNode dataset = input.path("dataset");
    return new DatasetInput(
        text(dataset, "name"),
        text(dataset, "digest"),
        text(dataset, "source_type"),
        text(dataset, "source"),
        text(dataset, "schema"),
        text(dataset, "profile"),
        Json.pairs(input.path("tags")).getOrDefault("mlflow.data.context", ""));
  }
}

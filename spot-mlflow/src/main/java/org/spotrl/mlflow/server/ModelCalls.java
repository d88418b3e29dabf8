package org.spotrl.mlflow.server;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.spotrl.mlflow.format.DatasetInput;
import org.spotrl.mlflow.format.Json;
import org.spotrl.mlflow.format.MetricPoint;
import org.spotrl.mlflow.format.Names;
import tools.jackson.databind.JsonNode;

/** The calls for logged models and the model registry. */
abstract class ModelCalls implements TrackingServer {

  final Rest rest;

  ModelCalls(Rest rest) {
    this.rest = rest;
  }

  @Override
  public ServerModel createModel(NewModel model) {
    Names.model(model.name());
    Map<String, String> parameters = LengthLimit.PARAMETER.fit(model.parameters()).values();
    Map<String, Object> body =
        Rest.body(
            "experiment_id", model.experimentId(),
            "name", model.name(),
            "source_run_id", model.runId(),
            "params", Rest.pairs(parameters),
            "tags", tags(model.tags()));
    return ServerModel.of(rest.postOnce("logged-models", body).path("model"));
  }

  private static List<Map<String, String>> tags(Map<String, String> tags) {
    return Rest.pairs(LengthLimit.TAG.fit(tags).values());
  }

  @Override
  public Optional<ServerModel> findModel(String experimentId, String tag, String value) {
    Map<String, Object> body =
        Map.of(
            "experiment_ids", List.of(experimentId),
            "filter", Rest.tagFilter(tag, value),
            "max_results", 50);
    return rest.searchAll("logged-models/search", body, "models").stream()
        .map(ServerModel::of)
        .filter(model -> value.equals(model.tags().get(tag)))
        .min(Comparator.comparingLong(ServerModel::createdMillis).thenComparing(ServerModel::id));
  }

  @Override
  public ServerModel model(String modelId) {
    JsonNode answer = rest.get("logged-models/" + Rest.encoded(modelId), Map.of());
    return ServerModel.of(answer.path("model"));
  }

  @Override
  public void finishModel(String runId, String modelId, long step) {
    rest.patch(
        "logged-models/" + Rest.encoded(modelId),
        Map.of("model_id", modelId, "status", "LOGGED_MODEL_READY"));
    // Each call adds another link.
    if (run(runId).models().stream().noneMatch(link -> link.modelId().equals(modelId))) {
      Map<String, Object> link = Map.of("model_id", modelId, "step", step);
      rest.postOnce("runs/outputs", Map.of("run_id", runId, "models", List.of(link)));
    }
  }

  @Override
  public void modelMetrics(
      String runId,
      String modelId,
      Map<String, MetricPoint> points,
      @Nullable DatasetInput dataset) {
    points.keySet().forEach(name -> Names.key("metric", name));
    if (points.isEmpty()) {
      return;
    }
    List<Map<String, Object>> metrics = new ArrayList<>();
    points.forEach(
        (name, point) -> {
          Map<String, Object> metric = new HashMap<>(Batches.metric(name, point));
          metric.put("model_id", modelId);
          if (dataset != null) {
            metric.put("dataset_name", dataset.name());
            metric.put("dataset_digest", dataset.digest());
          }
          metrics.add(metric);
        });
    rest.post("runs/log-batch", Map.of("run_id", runId, "metrics", metrics));
  }

  @Override
  public String register(Registration wanted) {
    try {
      rest.postOnce("registered-models/create", Map.of("name", wanted.name()));
    } catch (ServerRefused e) {
      if (!e.code().equals(ServerRefused.EXISTS)) {
        throw e;
      }
    }
    String version = findVersion(wanted).orElseGet(() -> makeVersion(wanted));
    if (!wanted.alias().isEmpty()) {
      rest.post(
          "registered-models/alias",
          Map.of("name", wanted.name(), "alias", wanted.alias(), "version", version));
    }
    return version;
  }

  private Optional<String> findVersion(Registration wanted) {
    Map<String, Object> query =
        Map.of("filter", "run_id = '" + wanted.runId() + "'", "max_results", 200);
    return rest.getAll("model-versions/search", query, "model_versions").stream()
        .filter(version -> Json.text(version, "name").equals(wanted.name()))
        .filter(version -> Json.text(version, "source").equals(wanted.source()))
        .map(version -> Json.text(version, "version"))
        .findFirst();
  }

  private String makeVersion(Registration wanted) {
    Map<String, Object> body =
        Rest.body(
            "name", wanted.name(),
            "source", wanted.source(),
            "run_id", wanted.runId(),
            "model_id", wanted.modelId(),
            "description", wanted.description(),
            "tags", tags(wanted.tags()));
    return Json.text(rest.postOnce("model-versions/create", body).path("model_version"), "version");
  }
}

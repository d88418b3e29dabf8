package org.spotrl.mlflow.server;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spotrl.mlflow.format.Json;
import org.spotrl.mlflow.format.MetricPoint;
import tools.jackson.databind.JsonNode;

/** Logged models and the registry of a server. */
final class ModelCalls {

  private final Rest rest;

  ModelCalls(Rest rest) {
    this.rest = rest;
  }

  ServerModel create(NewModel model) {
    Map<String, String> parameters = LengthLimit.PARAMETER.fit(model.parameters()).values();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("experiment_id", model.experimentId());
    body.put("name", model.name());
    body.put("source_run_id", model.runId());
    body.put("params", Rest.pairs(parameters));
    body.put("tags", tags(model.tags()));
    return Responses.model(rest.postOnce("logged-models", body).path("model"));
  }

  private static List<Map<String, String>> tags(Map<String, String> tags) {
    return Rest.pairs(LengthLimit.TAG.fit(tags).values());
  }

  Optional<ServerModel> find(String experimentId, String tag, String value) {
    Map<String, Object> body =
        Map.of(
            "experiment_ids", List.of(experimentId),
            "filter", Rest.tagFilter(tag, value),
            "max_results", 50);
    return rest.searchAll("logged-models/search", body, "models").stream()
        .map(Responses::model)
        .filter(model -> value.equals(model.tags().get(tag)))
        .min(Comparator.comparingLong(ServerModel::createdMillis).thenComparing(ServerModel::id));
  }

  ServerModel get(String modelId) {
    JsonNode answer = rest.get("logged-models/" + Rest.encoded(modelId), Map.of());
    return Responses.model(answer.path("model"));
  }

  void setReady(String modelId) {
    rest.patch(
        "logged-models/" + Rest.encoded(modelId),
        Map.of("model_id", modelId, "status", "LOGGED_MODEL_READY"));
  }

  /** Each call adds a link, so a caller makes sure that there is none. */
  void link(String runId, String modelId, long step) {
    rest.postOnce(
        "runs/outputs",
        Map.of("run_id", runId, "models", List.of(Map.of("model_id", modelId, "step", step))));
  }

  /** Figures of a model; MLflow's client knows none. */
  void metrics(String runId, String modelId, Map<String, MetricPoint> points) {
    List<Map<String, Object>> metrics = new ArrayList<>();
    points.forEach(
        (name, point) ->
            metrics.add(
                Map.of(
                    "key", name,
                    "value", point.finite().value(),
                    "timestamp", point.millis(),
                    "step", point.step(),
                    "model_id", modelId)));
    rest.post("runs/log-batch", Map.of("run_id", runId, "metrics", metrics));
  }

  /** The version of the registered model that this run and source have, made if there is none. */
  String register(Registration wanted) {
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
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("name", wanted.name());
    body.put("source", wanted.source());
    body.put("run_id", wanted.runId());
    if (!wanted.modelId().isEmpty()) {
      body.put("model_id", wanted.modelId());
    }
    if (!wanted.description().isEmpty()) {
      body.put("description", wanted.description());
    }
    body.put("tags", tags(wanted.tags()));
    return Json.text(rest.postOnce("model-versions/create", body).path("model_version"), "version");
  }
}

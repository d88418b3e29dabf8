package org.spotrl.mlflow.server;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spotrl.mlflow.format.MetricPoint;

/** Logged models and the registry of a server. */
final class ModelCalls {

  private final Rest rest;

  ModelCalls(Rest rest) {
    this.rest = rest;
  }

  ServerModel create(NewModel model) {
    LengthLimits.Fitted tags = LengthLimits.fit("tag", model.tags(), LengthLimits.TAG);
    JsonAnswer made =
        rest.postOnce(
            "logged-models",
            Map.of(
                "experiment_id",
                model.experimentId(),
                "name",
                model.name(),
                "source_run_id",
                model.runId(),
                "params",
                Rest.pairs(
                    LengthLimits.fit("parameter", model.parameters(), LengthLimits.PARAMETER)
                        .values()),
                "tags",
                Rest.pairs(tags.values())));
    return Responses.model(made.at("model"));
  }

  Optional<ServerModel> find(String experimentId, String tag, String value) {
    return rest
        .searchAll(
            "logged-models/search",
            Map.of(
                "experiment_ids",
                List.of(experimentId),
                "filter",
                Rest.tagFilter(tag, value),
                "max_results",
                50),
            "models")
        .stream()
        .map(Responses::model)
        .filter(model -> value.equals(model.tags().get(tag)))
        .min(Comparator.comparingLong(ServerModel::createdMillis).thenComparing(ServerModel::id));
  }

  ServerModel get(String modelId) {
    return Responses.model(
        rest.get("logged-models/" + Rest.encoded(modelId), Map.of()).at("model"));
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
                    "key",
                    name,
                    "value",
                    point.finite().value(),
                    "timestamp",
                    point.millis(),
                    "step",
                    point.step(),
                    "model_id",
                    modelId)));
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
    String token = "";
    do {
      Map<String, String> query = new LinkedHashMap<>();
      query.put("filter", "run_id = '" + wanted.runId() + "'");
      query.put("max_results", "200");
      if (!token.isEmpty()) {
        query.put("page_token", token);
      }
      JsonAnswer page = rest.get("model-versions/search", query);
      Optional<String> found =
          page.list("model_versions").stream()
              .filter(version -> version.text("name").equals(wanted.name()))
              .filter(version -> version.text("source").equals(wanted.source()))
              .map(version -> version.text("version"))
              .findFirst();
      if (found.isPresent()) {
        return found;
      }
      token = page.text("next_page_token");
    } while (!token.isEmpty());
    return Optional.empty();
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
    body.put("tags", Rest.pairs(LengthLimits.fit("tag", wanted.tags(), LengthLimits.TAG).values()));
    return rest.postOnce("model-versions/create", body).at("model_version").text("version");
  }
}

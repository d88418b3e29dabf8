package org.spotrl.mlflow.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.spotrl.mlflow.format.DatasetInput;
import org.spotrl.mlflow.format.MetricPoint;
import org.spotrl.mlflow.format.RunState;

/** Reads runs, models and points from a server's answers. */
final class Responses {

  private Responses() {}

  static ServerRun run(JsonAnswer run) {
    JsonAnswer info = run.at("info");
    JsonAnswer data = run.at("data");
    Map<String, MetricPoint> latest = new LinkedHashMap<>();
    data.list("metrics").forEach(metric -> latest.put(metric.text("key"), point(metric)));
    List<DatasetInput> datasets = new ArrayList<>();
    run.at("inputs").list("dataset_inputs").forEach(input -> datasets.add(dataset(input)));
    Map<String, ServerRun.ModelLink> models = new LinkedHashMap<>();
    for (JsonAnswer output : run.at("outputs").list("model_outputs")) {
      String id = output.text("model_id");
      models.put(id, new ServerRun.ModelLink(id, output.number("step")));
    }
    return new ServerRun(
        info.text("run_id"),
        info.text("experiment_id"),
        info.text("run_name"),
        state(info.text("status")),
        info.number("start_time"),
        info.number("end_time"),
        info.text("artifact_uri"),
        data.pairs("params"),
        data.pairs("tags"),
        latest,
        datasets,
        List.copyOf(models.values()));
  }

  static ServerExperiment experiment(JsonAnswer experiment) {
    return new ServerExperiment(
        experiment.text("experiment_id"), experiment.text("name"), experiment.pairs("tags"));
  }

  static ServerModel model(JsonAnswer model) {
    JsonAnswer info = model.at("info");
    String status = info.text("status");
    return new ServerModel(
        info.text("model_id"),
        info.text("name"),
        info.text("source_run_id"),
        info.text("artifact_uri"),
        status.equals("LOGGED_MODEL_READY"),
        info.number("creation_timestamp_ms"),
        info.pairs("tags"));
  }

  static MetricPoint point(JsonAnswer metric) {
    return new MetricPoint(metric.number("timestamp"), metric.number("step"), metric.real("value"));
  }

  private static DatasetInput dataset(JsonAnswer input) {
    JsonAnswer dataset = input.at("dataset");
    return new DatasetInput(
        dataset.text("name"),
        dataset.text("digest"),
        dataset.text("source_type"),
        dataset.text("source"),
        dataset.text("schema"),
        dataset.text("profile"),
        input.pairs("tags").getOrDefault("mlflow.data.context", ""));
  }

  /** The state of this name, {@code RUNNING} for one that no MLflow has so far. */
  private static RunState state(String name) {
    for (RunState state : RunState.values()) {
      if (state.name().equals(name)) {
        return state;
      }
    }
    return RunState.RUNNING;
  }
}

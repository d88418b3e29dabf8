package org.spotrl.mlflow.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.RunTag;
import org.spotrl.mlflow.format.MetricPoint;

/** Cuts what is recorded into calls that keep to the limits of MLflow's {@code runs/log-batch}. */
final class Batches {

  /** Metrics in a batch, and entries of all kinds in it. */
  static final int MAX_ENTRIES = 1000;

  /** Parameters in a batch, and tags in it. */
  static final int MAX_TEXTS = 100;

  /** Of the million bytes that a call may have. */
  static final int MAX_BYTES = 900_000;

  // What stands around the texts of an entry: names of fields, numbers and indentation.
  private static final int ENTRY_BYTES = 200;

  private final List<Batch> batches = new ArrayList<>();
  private List<Metric> metrics = new ArrayList<>();
  private List<Param> parameters = new ArrayList<>();
  private List<RunTag> tags = new ArrayList<>();
  private int bytes;

  private Batches() {}

  /** What one call records. */
  record Batch(List<Metric> metrics, List<Param> parameters, List<RunTag> tags) {}

  /** The batches for these values, parameters first. */
  static List<Batch> of(
      Map<String, String> parameters,
      Map<String, String> tags,
      Map<String, List<MetricPoint>> points) {
    Batches all = new Batches();
    parameters.forEach(
        (name, value) -> {
          all.makeRoom(all.parameters.size() == MAX_TEXTS, cost(name) + cost(value));
          all.parameters.add(Param.newBuilder().setKey(name).setValue(value).build());
        });
    tags.forEach(
        (name, value) -> {
          all.makeRoom(all.tags.size() == MAX_TEXTS, cost(name) + cost(value));
          all.tags.add(RunTag.newBuilder().setKey(name).setValue(value).build());
        });
    points.forEach(
        (name, series) -> {
          int cost = cost(name);
          for (MetricPoint point : series) {
            all.makeRoom(false, cost);
            all.metrics.add(metric(name, point));
          }
        });
    all.endBatch();
    return all.batches;
  }

  private void makeRoom(boolean isFull, int cost) {
    int entries = metrics.size() + parameters.size() + tags.size();
    if (isFull || entries == MAX_ENTRIES || bytes + cost + ENTRY_BYTES > MAX_BYTES) {
      endBatch();
    }
    bytes += cost + ENTRY_BYTES;
  }

  private void endBatch() {
    if (metrics.isEmpty() && parameters.isEmpty() && tags.isEmpty()) {
      return;
    }
    batches.add(new Batch(metrics, parameters, tags));
    metrics = new ArrayList<>();
    parameters = new ArrayList<>();
    tags = new ArrayList<>();
    bytes = 0;
  }

  private static Metric metric(String name, MetricPoint point) {
    return Metric.newBuilder()
        .setKey(name)
        .setValue(point.finite().value())
        .setTimestamp(point.millis())
        .setStep(point.step())
        .build();
  }

  /** Bytes of a text in JSON, at most. */
  private static int cost(String text) {
    int cost = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain = c >= ' ' && c < 0x7f && "\"\\<>&='".indexOf(c) < 0;
      cost += plain ? 1 : 6;
    }
    return cost;
  }
}

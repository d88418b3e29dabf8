package org.spotrl.mlflow.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.RunTag;
import org.spotrl.mlflow.format.MetricPoint;

/** Cuts what is recorded into calls that keep to the limits of MLflow's {@code runs/log-batch}. */
final class Batches {

  /** Metrics in a batch, and entries of all types in it. */
  static final int MAX_ENTRIES = 1000;

  /** Parameters in a batch, and tags in it. */
  static final int MAX_TEXTS = 100;

  /** Of the million bytes that a call may have. */
  static final int MAX_BYTES = 900_000;

  // What stands around the texts of an entry: names of fields, numbers and indentation.
  private static final int ENTRY_BYTES = 200;

  private final List<Batch> batches = new ArrayList<>();
  private int bytes;

  private Batches() {}

  /** What one call records. */
  record Batch(List<Metric> metrics, List<Param> parameters, List<RunTag> tags) {
    Batch() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    private int entries() {
      return metrics.size() + parameters.size() + tags.size();
    }
  }

  /** The batches for these values, parameters first. */
  static List<Batch> of(
      Map<String, String> parameters,
      Map<String, String> tags,
      Map<String, List<MetricPoint>> points) {
    Batches all = new Batches();
    parameters.forEach(
        (name, value) ->
            all.add(
                Batch::parameters,
                MAX_TEXTS,
                cost(name) + cost(value),
                Param.newBuilder().setKey(name).setValue(value).build()));
    tags.forEach(
        (name, value) ->
            all.add(
                Batch::tags,
                MAX_TEXTS,
                cost(name) + cost(value),
                RunTag.newBuilder().setKey(name).setValue(value).build()));
    points.forEach(
        (name, series) -> {
          int cost = cost(name);
          series.forEach(p -> all.add(Batch::metrics, MAX_ENTRIES, cost, metric(name, p)));
        });
    return all.batches;
  }

  private <T> void add(Function<Batch, List<T>> list, int max, int cost, T entry) {
    Batch batch = batches.isEmpty() ? new Batch() : batches.get(batches.size() - 1);
    boolean isFull =
        list.apply(batch).size() == max
            || batch.entries() == MAX_ENTRIES
            || bytes + cost + ENTRY_BYTES > MAX_BYTES;
    if (batches.isEmpty() || isFull) {
      batch = new Batch();
      batches.add(batch);
      bytes = 0;
    }
    bytes += cost + ENTRY_BYTES;
    list.apply(batch).add(entry);
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
    return text.chars().map(c -> c >= ' ' && c < 0x7f && "\"\\<>&='".indexOf(c) < 0 ? 1 : 6).sum();
  }
}

package org.spotrl.mlflow.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
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
  private int entries;

  private Batches() {}

  /** What one call records: entries as MLflow's calls take them. */
  record Batch(
      List<Map<String, ?>> metrics, List<Map<String, ?>> params, List<Map<String, ?>> tags) {

    Map<String, ?> body(String runId) {
      return Map.of("run_id", runId, "metrics", metrics, "params", params, "tags", tags);
    }
  }

  /** The batches for these values, parameters first. */
  static List<Batch> of(
      Map<String, String> parameters,
      Map<String, String> tags,
      Map<String, List<MetricPoint>> points) {
    Batches all = new Batches();
    parameters.forEach((name, value) -> all.addText(Batch::params, name, value));
    tags.forEach((name, value) -> all.addText(Batch::tags, name, value));
    points.forEach(
        (name, series) -> {
          int cost = cost(name);
          series.forEach(p -> all.add(Batch::metrics, MAX_ENTRIES, cost, metric(name, p)));
        });
    return all.batches;
  }

  /** A point as MLflow's calls take it. */
  static Map<String, Object> metric(String name, MetricPoint point) {
    return Map.of(
        "key", name,
        "value", point.finite().value(),
        "timestamp", point.millis(),
        "step", point.step());
  }

  private void addText(Function<Batch, List<Map<String, ?>>> list, String name, String value) {
    add(list, MAX_TEXTS, cost(name) + cost(value), Map.of("key", name, "value", value));
  }

  private void add(
      Function<Batch, List<Map<String, ?>>> list, int max, int cost, Map<String, ?> entry) {
    boolean isFull =
        entries == MAX_ENTRIES
            || bytes + cost + ENTRY_BYTES > MAX_BYTES
            || batches.isEmpty()
            || list.apply(batches.get(batches.size() - 1)).size() == max;
    if (isFull) {
      batches.add(new Batch(new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
      bytes = 0;
      entries = 0;
    }
    bytes += cost + ENTRY_BYTES;
    entries++;
    list.apply(batches.get(batches.size() - 1)).add(entry);
  }

  /** Bytes of a text in JSON, at most. */
  private static int cost(String text) {
    return text.chars().map(c -> c >= ' ' && c < 0x7f && "\"\\<>&='".indexOf(c) < 0 ? 1 : 6).sum();
  }
}

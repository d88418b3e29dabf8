package org.spotrl.mlflow.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.spotrl.mlflow.format.MetricPoint;

/** Splits values into calls within the limits of MLflow's {@code runs/log-batch}. */
final class Batches {

  /** Maximum number of metrics in a batch, and of entries of all types. */
  static final int MAX_ENTRIES = 1000;

  /** Maximum number of parameters in a batch, and of tags. */
  static final int MAX_TEXTS = 100;

  /** Below MLflow's limit of 1,000,000 bytes. */
  static final int MAX_BYTES = 900_000;

  // The rest of an entry: field names, numbers and spaces.
  private static final int ENTRY_BYTES = 200;

  private final List<Batch> batches = new ArrayList<>();
  private int bytes;
  private int entries;

  private Batches() {}

  /** The content of one call. */
  record Batch(
      List<Map<String, ?>> metrics, List<Map<String, ?>> params, List<Map<String, ?>> tags) {

    Map<String, ?> body(String runId) {
      return Map.of("run_id", runId, "metrics", metrics, "params", params, "tags", tags);
    }
  }

  /** Returns the batches for these values, parameters first. */
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

  /** A point in the format of MLflow's calls. */
  static Map<String, Object> metric(String name, MetricPoint point) {
    return Map.of(
        "key", name,
        "value", MetricPoint.finite(point.value()),
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

  /** Upper bound for the bytes of a text in JSON. */
  private static int cost(String text) {
    return text.chars().map(c -> c >= ' ' && c < 0x7f && "\"\\<>&='".indexOf(c) < 0 ? 1 : 6).sum();
  }
}

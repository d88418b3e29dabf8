package org.spotrl.experiments.run;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.spotrl.api.env.EnvironmentSpec;
import org.spotrl.experiments.config.LoadedExperiment;
import org.spotrl.experiments.provenance.Machine;

/**
 * The minimum memory of a run, estimated from its configuration. It uses settings whose names are
 * the same in all components: {@code batch_size}, lists of layers whose names end with {@code
 * hidden}, {@code num_samples}, {@code target_samples}, {@code dataset.steps} and {@code
 * evaluation.episodes}.
 *
 * @param bytes memory by the path of the setting that needs it
 * @param elements size of the largest tensor by the path of the setting that causes it
 */
record MemoryEstimate(Map<String, Double> bytes, Map<String, Double> elements) {

  private static final int FLOAT = 4;

  /** Weight, gradient and Adam's two moments. */
  private static final int FLOATS_PER_WEIGHT = 4;

  /** Value and gradient of a unit. */
  private static final int FLOATS_PER_UNIT = 2;

  /** Return and length of an episode in arrays, lists and the table of episodes. */
  private static final int BYTES_PER_EPISODE = 100;

  private static final String LAYERS = "hidden";
  private static final Set<String> SAMPLES = Set.of("num_samples", "target_samples");

  /**
   * The estimate for an environment.
   *
   * @param steps of the data, where a file says it and not a setting
   */
  static MemoryEstimate of(
      LoadedExperiment experiment, EnvironmentSpec environment, OptionalLong steps) {
    Map<String, String> values = experiment.values();
    int observation = environment.observationDim();
    int action = environment.actionDim();
    int row = 2 * observation + action + 2;
    MemoryEstimate estimate = new MemoryEstimate(new LinkedHashMap<>(), new LinkedHashMap<>());
    estimate.bytes.put(
        "evaluation.episodes", BYTES_PER_EPISODE * number(values, "evaluation.episodes"));
    // In Java and in TensorFlow.
    estimate.bytes.put("dataset.steps", 2.0 * FLOAT * row * number(values, "dataset.steps"));
    steps.ifPresent(count -> estimate.bytes.put("dataset", 2.0 * FLOAT * row * count));
    estimate.addLayers(values, observation + action, action);
    estimate.addBatches(values, row, action);
    return estimate;
  }

  /** Adds the weights of all layers. */
  private void addLayers(Map<String, String> values, int inputs, int outputs) {
    values.forEach(
        (path, value) -> {
          if (path.endsWith(LAYERS)) {
            double weights = 0;
            double before = inputs;
            for (double width : widths(value)) {
              weights += before * width;
              before = width;
            }
            bytes.put(path, FLOAT * FLOATS_PER_WEIGHT * (weights + before * outputs));
          }
        });
  }

  /** Adds the batches, and the samples for each row of a batch. */
  private void addBatches(Map<String, String> values, int row, int action) {
    for (String path : values.keySet()) {
      if (path.endsWith(".batch_size")) {
        double batch = number(values, path);
        bytes.merge(path, FLOAT * batch * row, Double::sum);
        elements.merge(path, batch * row, Math::max);
        addUnits(values, parent(path), batch, path);
        for (String inner : values.keySet()) {
          String name = inner.substring(inner.lastIndexOf('.') + 1);
          if (inner.startsWith(parent(path) + ".") && SAMPLES.contains(name)) {
            double samples = number(values, inner);
            String larger = samples > batch ? inner : path;
            elements.merge(larger, batch * samples * action, Math::max);
            addUnits(values, parent(inner), batch * samples, larger);
          }
        }
      }
    }
  }

  /**
   * Adds the values of a component's layers for a number of rows. They count for the setting of the
   * layers or of the rows, whichever is larger, because it is the likelier typing error.
   */
  private void addUnits(Map<String, String> values, String component, double rows, String ofRows) {
    values.forEach(
        (path, value) -> {
          if (path.endsWith(LAYERS) && parent(path).equals(component)) {
            double units = Arrays.stream(widths(value)).sum();
            bytes.merge(
                units > rows ? path : ofRows, FLOAT * FLOATS_PER_UNIT * rows * units, Double::sum);
          }
        });
  }

  /** The total in bytes. */
  double total() {
    return bytes.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** Why the run cannot run on a machine, by setting. */
  Map<String, String> problems(Machine machine) {
    Map<String, String> problems = new LinkedHashMap<>();
    elements.forEach(
        (path, count) -> {
          if (count > Integer.MAX_VALUE) {
            problems.put(
                path,
                text(
                    "it causes a tensor of %,.0f numbers, but at most %,d are possible; set a smaller value",
                    count, Integer.MAX_VALUE));
          }
        });
    if (total() > (double) machine.memoryBytes()) {
      Map.Entry<String, Double> most =
          bytes.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
      problems.putIfAbsent(
          most.getKey(),
          text(
              "the run needs at least %s of memory, %s of it for this setting, but this machine has %s; set a smaller value",
              size(total()), size(most.getValue()), size((double) machine.memoryBytes())));
    }
    return problems;
  }

  /** A number of bytes as text, in MB or GB. */
  static String size(double bytes) {
    return bytes < 1e9 ? text("%,.0f MB", bytes / 1e6) : text("%,.1f GB", bytes / 1e9);
  }

  private static double number(Map<String, String> values, String path) {
    String value = values.getOrDefault(path, "0");
    return value.matches("\\d+") ? Double.parseDouble(value) : 0;
  }

  private static double[] widths(String value) {
    return Arrays.stream(value.split("\\D+"))
        .filter(width -> !width.isEmpty())
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('.')));
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}

package org.spotrl.baselines.oracle;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One recorded case: settings, initial parameters, inputs and draws of each update, and the results
 * of the authors' code in float64.
 *
 * @param name file name
 * @param json content of the file
 */
record OracleFile(String name, JsonNode json) {

  static OracleFile read(Path file) {
    return new OracleFile(
        String.valueOf(file.getFileName()), JsonMapper.builder().build().readTree(file.toFile()));
  }

  boolean has(String section) {
    return json.has(section);
  }

  OracleConfig config() {
    return new OracleConfig(name, "config", json.path("config"));
  }

  /** The updates, in order. */
  List<JsonNode> steps() {
    List<JsonNode> steps = new ArrayList<>();
    json.path("steps").forEach(steps::add);
    return steps;
  }

  /** The prefixes of the parameter names before the first slash: {@code actor}, {@code vae}, ... */
  Set<String> networks() {
    TreeSet<String> networks = new TreeSet<>();
    json.path("initial").propertyNames().forEach(p -> networks.add(p.split("/", 2)[0]));
    return networks;
  }

  /** Every array of an object, row by row, in float32. */
  static Map<String, float[]> floats(JsonNode object) {
    Map<String, float[]> arrays = new TreeMap<>();
    object
        .properties()
        .forEach(entry -> arrays.put(entry.getKey(), toFloats(numbers(entry.getValue()))));
    return arrays;
  }

  /** A number, or a nested array row by row. */
  static double[] numbers(JsonNode node) {
    List<Double> all = new ArrayList<>();
    collect(node, all);
    return all.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static void collect(JsonNode node, List<Double> all) {
    if (node.isArray()) {
      node.forEach(element -> collect(element, all));
    } else {
      all.add(node.doubleValue());
    }
  }

  static float[] toFloats(double[] numbers) {
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return floats;
  }
}

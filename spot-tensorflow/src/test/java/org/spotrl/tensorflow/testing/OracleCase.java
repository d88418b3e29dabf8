package org.spotrl.tensorflow.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Golden numbers of one algorithm, computed in float64 by its authors' code on a tiny problem.
 *
 * @param json the whole file
 */
public record OracleCase(JsonNode json) {

  /** The case in the class path folder {@code oracles}. */
  public static OracleCase load(String name) {
    String path = "/oracles/" + name + ".json";
    return new OracleCase(
        JsonMapper.builder()
            .build()
            .readTree(Objects.requireNonNull(OracleCase.class.getResourceAsStream(path), path)));
  }

  /** Its settings. */
  public JsonNode config() {
    return json.get("config");
  }

  /** A whole number of the settings. */
  public int size(String name) {
    return config().get(name).asInt();
  }

  /** A list of whole numbers of the settings. */
  public static List<Integer> sizes(JsonNode list) {
    List<Integer> sizes = new ArrayList<>();
    list.forEach(size -> sizes.add(size.asInt()));
    return sizes;
  }

  /** Initial parameters, or final ones, by name. */
  public Map<String, float[]> parameters(String section) {
    return arrays(json.get(section));
  }

  /** The updates, in order. */
  public List<JsonNode> steps() {
    List<JsonNode> steps = new ArrayList<>();
    json.get("steps").forEach(steps::add);
    return steps;
  }

  /** All arrays of a node by name, flattened row by row. */
  public static Map<String, float[]> arrays(JsonNode node) {
    Map<String, float[]> arrays = new TreeMap<>();
    node.properties().forEach(entry -> arrays.put(entry.getKey(), array(entry.getValue())));
    return arrays;
  }

  /** A number or a nested array, flattened row by row. */
  public static float[] array(JsonNode node) {
    List<Float> values = new ArrayList<>();
    collect(node, values);
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return array;
  }

  private static void collect(JsonNode node, List<Float> values) {
    if (node.isArray()) {
      node.forEach(element -> collect(element, values));
    } else {
      values.add((float) node.asDouble());
    }
  }
}

package org.spotrl.data.d4rl;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Golden arrays of D4RL's own conversion; the resource names its sources. */
record JsonOracle(JsonNode json) {

  static JsonOracle read() throws IOException {
    try (InputStream in = JsonOracle.class.getResourceAsStream("d4rl-conversion.json")) {
      return new JsonOracle(JsonMapper.shared().readTree(Objects.requireNonNull(in)));
    }
  }

  /** The columns of the file before the conversion. */
  Map<String, Object> raw(boolean withTimeouts) {
    JsonNode raw = json.required("raw");
    Map<String, Object> columns = new LinkedHashMap<>();
    for (String vectors : List.of("observations", "actions")) {
      List<float[]> rows = new ArrayList<>();
      raw.required(vectors).forEach(row -> rows.add(flat(row)));
      columns.put(vectors, rows.toArray(float[][]::new));
    }
    for (String numbers : List.of("rewards", "terminals", "timeouts")) {
      columns.put(numbers, flat(raw.required(numbers)));
    }
    if (!withTimeouts) {
      columns.remove("timeouts");
    }
    return columns;
  }

  /** A column of a conversion, row by row. */
  float[] converted(String conversion, String column) {
    return flat(json.required("converted").required(conversion).required(column));
  }

  private static float[] flat(JsonNode node) {
    List<Float> numbers = new ArrayList<>();
    collect(node, numbers);
    float[] flat = new float[numbers.size()];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = numbers.get(i);
    }
    return flat;
  }

  private static void collect(JsonNode node, List<Float> numbers) {
    if (node.isArray()) {
      node.forEach(each -> collect(each, numbers));
    } else {
      numbers.add((float) node.asDouble());
    }
  }
}

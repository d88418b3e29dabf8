package org.spotrl.mlflow.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A JSON object that a server answered; what is missing in it reads as empty.
 *
 * @param fields its fields
 */
record JsonAnswer(Map<?, ?> fields) {

  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setCodePointLimit(Integer.MAX_VALUE)
          .setAllowDuplicateKeys(true)
          .build();

  /** The object in a text; nothing if it is something else, such as a page of HTML. */
  static Optional<JsonAnswer> parse(String text) {
    if (!text.stripLeading().startsWith("{")) {
      return Optional.empty();
    }
    try {
      // JSON is YAML too.
      return new Load(SETTINGS).loadFromString(text) instanceof Map<?, ?> map
          ? Optional.of(new JsonAnswer(map))
          : Optional.empty();
    } catch (YamlEngineException e) {
      return Optional.empty();
    }
  }

  /** The object at this path of fields, an empty one if there is none. */
  JsonAnswer at(String... path) {
    Map<?, ?> object = fields;
    for (String field : path) {
      object = object.get(field) instanceof Map<?, ?> next ? next : Map.of();
    }
    return new JsonAnswer(object);
  }

  /** A text, empty if there is none. */
  String text(String field) {
    @Nullable Object value = fields.get(field);
    return value == null ? "" : value.toString();
  }

  /** A whole number, 0 if there is none; MLflow writes some of them as texts. */
  long number(String field) {
    String text = text(field);
    try {
      return text.isEmpty() ? 0 : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** A number, NaN if there is none. */
  double real(String field) {
    try {
      return Double.parseDouble(text(field));
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** Whether a field is true. */
  boolean flag(String field) {
    return text(field).equals("true");
  }

  /** The objects in a list, none if there is no list. */
  List<JsonAnswer> list(String field) {
    List<JsonAnswer> objects = new ArrayList<>();
    if (fields.get(field) instanceof List<?> entries) {
      for (Object entry : entries) {
        if (entry instanceof Map<?, ?> map) {
          objects.add(new JsonAnswer(map));
        }
      }
    }
    return objects;
  }

  /** A list of objects with {@code key} and {@code value}, as MLflow writes labels. */
  Map<String, String> pairs(String field) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (JsonAnswer pair : list(field)) {
      pairs.put(pair.text("key"), pair.text("value"));
    }
    return pairs;
  }
}

package org.spotrl.mlflow.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
// The reader that MLflow's client has in its jar: YAML's, used elsewhere here, takes a second for a
// history of 10,000 points.
import org.mlflow_project.google.gson.JsonArray;
import org.mlflow_project.google.gson.JsonElement;
import org.mlflow_project.google.gson.JsonObject;
import org.mlflow_project.google.gson.JsonParseException;
import org.mlflow_project.google.gson.JsonParser;

/**
 * A JSON object that a server answered; what is missing in it reads as empty.
 *
 * @param fields its fields
 */
record JsonAnswer(JsonObject fields) {

  /** The object in a text; nothing if it is something else, such as a page of HTML. */
  static Optional<JsonAnswer> parse(String text) {
    try {
      return JsonParser.parseString(text) instanceof JsonObject object
          ? Optional.of(new JsonAnswer(object))
          : Optional.empty();
    } catch (JsonParseException e) {
      return Optional.empty();
    }
  }

  /** The object at this path of fields, an empty one if there is none. */
  JsonAnswer at(String... path) {
    JsonObject object = fields;
    for (String field : path) {
      object = object.get(field) instanceof JsonObject next ? next : new JsonObject();
    }
    return new JsonAnswer(object);
  }

  /** A text, empty if there is none. */
  String text(String field) {
    @Nullable JsonElement value = fields.get(field);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
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
    if (fields.get(field) instanceof JsonArray entries) {
      for (JsonElement entry : entries) {
        if (entry instanceof JsonObject object) {
          objects.add(new JsonAnswer(object));
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

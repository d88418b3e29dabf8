package org.spotrl.mlflow.format;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** The little JSON that the folder layout and the server's REST calls ask for. */
public final class Json {

  private Json() {}

  /** A text in double quotes, also valid as a double-quoted YAML scalar. */
  public static String quoted(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (unprintable(c)) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }

  /**
   * JSON of a text, number, truth value, collection or map; numbers that JSON does not know become
   * texts such as {@code "NaN"}, as MLflow reads them.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static String of(Object value) {
    if (value instanceof String text) {
      return quoted(text);
    }
    if (value instanceof Long || value instanceof Integer || value instanceof Boolean) {
      return value.toString();
    }
    if (value instanceof Double number) {
      return Double.isFinite(number) ? number.toString() : quoted(number.toString());
    }
    if (value instanceof Collection<?> values) {
      return values.stream().map(Json::of).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof Map<?, ?> fields) {
      return fields.entrySet().stream()
          .map(field -> quoted(field.getKey().toString()) + ": " + of(field.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    throw new IllegalArgumentException("no JSON is written of " + value.getClass());
  }

  /** Characters that YAML readers refuse, or fold as line ends, when they stand bare. */
  public static boolean unprintable(char c) {
    return c < 0x20
        || (c >= 0x7f && c < 0xa0)
        || c == 0x2028
        || c == 0x2029
        || c >= 0xfffe
        || c == 0xfeff;
  }
}

package org.spotrl.mlflow.format;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** JSON for MLflow's files and REST calls. */
public final class Json {

  // Doubles as Java prints them, so that files stay identical byte for byte.
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .disable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .build();

  /** Writes the same spaces as Python. */
  private static final ObjectWriter WRITER =
      MAPPER
          .writer()
          .with(
              new DefaultPrettyPrinter(
                      Separators.createDefaultInstance()
                          .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                          .withObjectEntrySpacing(Separators.Spacing.AFTER)
                          .withArrayElementSpacing(Separators.Spacing.AFTER)
                          .withObjectEmptySeparator("")
                          .withArrayEmptySeparator(""))
                  .withObjectIndenter(new DefaultPrettyPrinter.NopIndenter())
                  .withArrayIndenter(new DefaultPrettyPrinter.NopIndenter()));

  // YAML readers refuse these characters or read them as line ends unless they are escaped.
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ufeff\\ufffe\\uffff]");

  private Json() {}

  /** A value as JSON; NaN and infinity become strings such as {@code "NaN"}, which MLflow reads. */
  public static String of(Object value) {
    return WRITER.writeValueAsString(value);
  }

  /** A value as JSON without spaces. */
  public static String compact(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /** A text in double quotes, also valid as a double-quoted YAML scalar. */
  public static String quoted(String text) {
    return UNPRINTABLE
        .matcher(of(text))
        .replaceAll(found -> "\\\\u%04x".formatted((int) found.group().charAt(0)));
  }

  /** Whether a text has characters that must be escaped in YAML. */
  public static boolean hasUnprintable(String text) {
    return UNPRINTABLE.matcher(text).find();
  }

  /** Parses an array or object; empty for anything else, such as an HTML page. */
  public static Optional<JsonNode> parse(String text) {
    try {
      return Optional.of(MAPPER.readTree(text)).filter(JsonNode::isContainer);
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /** Reads a list of objects with {@code key} and {@code value}, such as the tags of a run. */
  public static Map<String, String> pairs(JsonNode list) {
    Map<String, String> pairs = new LinkedHashMap<>();
    list.forEach(pair -> pairs.put(text(pair, "key"), text(pair, "value")));
    return Collections.unmodifiableMap(pairs);
  }

  /** The text of a field, empty if absent. */
  public static String text(JsonNode object, String field) {
    return object.path(field).asString("");
  }

  /** The integer of a field, 0 if absent; MLflow writes some as strings. */
  public static long number(JsonNode object, String field) {
    return object.path(field).asLong(0);
  }

  /** The number of a field, NaN if absent. */
  public static double real(JsonNode object, String field) {
    try {
      return Double.parseDouble(text(object, field));
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}

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

/** JSON as MLflow's files and REST calls have it. */
public final class Json {

  // Java's own doubles: files keep their bytes.
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .disable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .build();

  /** With the blanks that Python writes. */
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

  // YAML readers refuse these characters, or take them for line ends, outside of escapes.
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ufeff\\ufffe\\uffff]");

  private Json() {}

  /** JSON of a value; NaN and infinity become texts such as {@code "NaN"}, as MLflow reads them. */
  public static String of(Object value) {
    return WRITER.writeValueAsString(value);
  }

  /** JSON of a value without blanks. */
  public static String compact(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /** A text in double quotes, also valid as a double-quoted YAML scalar. */
  public static String quoted(String text) {
    return UNPRINTABLE
        .matcher(of(text))
        .replaceAll(found -> "\\\\u%04x".formatted((int) found.group().charAt(0)));
  }

  /** Whether a text has characters that YAML files need escapes for. */
  public static boolean hasUnprintable(String text) {
    return UNPRINTABLE.matcher(text).find();
  }

  /** The array or object in a text; nothing if it is something else, such as a page of HTML. */
  public static Optional<JsonNode> parse(String text) {
    try {
      return Optional.of(MAPPER.readTree(text)).filter(JsonNode::isContainer);
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /** A list of objects with {@code key} and {@code value}, as MLflow's answers have labels. */
  public static Map<String, String> pairs(JsonNode list) {
    Map<String, String> pairs = new LinkedHashMap<>();
    list.forEach(pair -> pairs.put(text(pair, "key"), text(pair, "value")));
    return Collections.unmodifiableMap(pairs);
  }

  /** A field's text, empty if there is none. */
  public static String text(JsonNode object, String field) {
    return object.path(field).asString("");
  }

  /** A field's whole number, 0 if there is none; MLflow writes some of them as texts. */
  public static long number(JsonNode object, String field) {
    return object.path(field).asLong(0);
  }

  /** A field's number, NaN if there is none. */
  public static double real(JsonNode object, String field) {
    try {
      return Double.parseDouble(text(object, field));
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}

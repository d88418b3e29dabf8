package org.spotrl.experiments.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes settings as YAML that readers of YAML 1.1 and 1.2 understand alike. */
final class YamlText {

  private static final Pattern BARE =
      Pattern.compile("[A-Za-z/][A-Za-z0-9_./+-]*( [A-Za-z0-9_./+-]+)*");

  /** Words that one version of YAML or the other takes for a boolean or nothing. */
  private static final Set<String> RESERVED =
      Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

  private YamlText() {}

  /** A document of nested maps, lists and values, two spaces a level. */
  static String of(Map<String, Object> document) {
    StringBuilder text = new StringBuilder();
    map(document, "", text);
    return text.toString();
  }

  private static void map(Map<?, ?> map, String indent, StringBuilder text) {
    map.forEach(
        (key, value) -> {
          text.append(indent).append(quoted((String) key)).append(':');
          if (value instanceof Map<?, ?> nested && !nested.isEmpty()) {
            text.append('\n');
            map(nested, indent + "  ", text);
          } else {
            text.append(' ').append(inline(value)).append('\n');
          }
        });
  }

  private static String inline(Object value) {
    return value instanceof Map ? "{}" : value(value, YamlText::quoted);
  }

  /** A single value or a list of them; text as {@code text} puts it. */
  static String value(Object value, UnaryOperator<String> text) {
    if (value instanceof List<?> list) {
      return list.stream()
          .map(item -> value(item, text))
          .collect(Collectors.joining(", ", "[", "]"));
    } else if (value instanceof Double number) {
      return Numbers.text(number);
    } else if (value instanceof Float number) {
      return Numbers.text(number.floatValue());
    }
    return value instanceof String words ? text.apply(words) : value.toString();
  }

  private static String quoted(String text) {
    if (BARE.matcher(text).matches() && !RESERVED.contains(text.toLowerCase(Locale.ROOT))) {
      return text;
    }
    StringBuilder quoted = new StringBuilder("\"");
    text.chars()
        .forEach(
            character -> {
              switch (character) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> {
                  // Beyond these ranges YAML allows some characters and not others.
                  boolean plain =
                      (character >= ' ' && character <= '~')
                          || (character >= 0xA0 && character < 0x2000)
                          || (character >= 0x2030 && character < 0xE000);
                  if (plain) {
                    quoted.append((char) character);
                  } else {
                    quoted.append(String.format("\\u%04X", character));
                  }
                }
              }
            });
    return quoted.append('"').toString();
  }
}

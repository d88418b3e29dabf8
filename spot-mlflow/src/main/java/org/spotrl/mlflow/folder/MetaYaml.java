package org.spotrl.mlflow.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.spotrl.mlflow.format.Json;

/**
 * The fields of a {@code meta.yaml}, in MLflow's order (by name); fields that spot does not know
 * survive a rewrite.
 *
 * <p>MLflow reads YAML 1.1, in which {@code yes}, {@code 1_000} or {@code 2026-01-01} are no texts.
 * Texts are therefore written in quotes unless they are plain beyond doubt.
 */
final class MetaYaml {

  private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,17})");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_./\\-]*");
  private static final Set<String> WORDS =
      Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

  /** What YAML calls null. */
  private enum Absent {
    NULL
  }

  private final Map<String, Object> fields;

  MetaYaml() {
    this(new TreeMap<>());
  }

  private MetaYaml(Map<String, Object> fields) {
    this.fields = new TreeMap<>(fields);
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read or is no mapping
   */
  static MetaYaml read(Path file) throws IOException {
    String text = Files.readString(file);
    try {
      Optional<Node> node =
          new Compose(LoadSettings.builder().setLabel(file.toString()).build()).composeString(text);
      if (node.isPresent() && value(node.get()) instanceof Map<?, ?> map) {
        TreeMap<String, Object> fields = new TreeMap<>();
        map.forEach((key, value) -> fields.put((String) key, value));
        return new MetaYaml(fields);
      }
    } catch (YamlEngineException e) {
      throw new IOException(file + " is not valid YAML: " + e.getMessage(), e);
    }
    throw new IOException(file + " is empty or holds no 'name: value' lines");
  }

  Optional<String> text(String field) {
    Object value = fields.get(field);
    return value == null || value == Absent.NULL ? Optional.empty() : Optional.of(value.toString());
  }

  OptionalLong number(String field) {
    return fields.get(field) instanceof Long number
        ? OptionalLong.of(number)
        : OptionalLong.empty();
  }

  /** The text at a key of a field that is a mapping. */
  Optional<String> entry(String field, String key) {
    return fields.get(field) instanceof Map<?, ?> map
        ? Optional.ofNullable(map.get(key)).filter(v -> v != Absent.NULL).map(Object::toString)
        : Optional.empty();
  }

  MetaYaml with(String field, String value) {
    fields.put(field, value);
    return this;
  }

  MetaYaml with(String field, long value) {
    fields.put(field, value);
    return this;
  }

  MetaYaml with(String field, Map<String, ?> value) {
    fields.put(field, new TreeMap<>(value));
    return this;
  }

  MetaYaml withNull(String field) {
    fields.put(field, Absent.NULL);
    return this;
  }

  MetaYaml withEmptyList(String field) {
    fields.put(field, List.of());
    return this;
  }

  /** The text of the file, a line for each field. */
  String render() {
    StringBuilder out = new StringBuilder();
    fields.forEach(
        (field, value) -> {
          out.append(scalar(field)).append(':');
          if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            map.forEach(
                (k, v) -> out.append("\n  ").append(scalar(k)).append(": ").append(flow(v)));
          } else {
            out.append(' ').append(flow(value));
          }
          out.append('\n');
        });
    return out.toString();
  }

  private static String flow(Object value) {
    if (value instanceof Map<?, ?> map) {
      List<String> entries = new ArrayList<>();
      map.forEach((k, v) -> entries.add(scalar(k) + ": " + flow(v)));
      return "{" + String.join(", ", entries) + "}";
    }
    if (value instanceof List<?> list) {
      return "[" + String.join(", ", list.stream().map(MetaYaml::flow).toList()) + "]";
    }
    return scalar(value);
  }

  private static String scalar(Object value) {
    if (value == Absent.NULL) {
      return "null";
    }
    if (!(value instanceof String text)) {
      return value.toString();
    }
    if (PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT))) {
      return text;
    }
    return text.chars().anyMatch(c -> Json.unprintable((char) c))
        ? Json.quoted(text)
        : "'" + text.replace("'", "''") + "'";
  }

  private static Object value(Node node) throws IOException {
    if (node instanceof MappingNode mapping) {
      TreeMap<String, Object> map = new TreeMap<>();
      for (NodeTuple entry : mapping.getValue()) {
        map.put(value(entry.getKeyNode()).toString(), value(entry.getValueNode()));
      }
      return map;
    }
    if (node instanceof SequenceNode sequence) {
      List<Object> list = new ArrayList<>();
      for (Node item : sequence.getValue()) {
        list.add(value(item));
      }
      return list;
    }
    if (node instanceof ScalarNode scalar) {
      return scalar.getScalarStyle() == ScalarStyle.PLAIN
          ? plain(scalar.getValue())
          : scalar.getValue();
    }
    throw new IOException("a YAML alias or anchor is not expected here");
  }

  private static Object plain(String text) {
    if (INTEGER.matcher(text).matches()) {
      return Long.valueOf(text);
    }
    return switch (text) {
      case "", "~", "null" -> Absent.NULL;
      case "true" -> true;
      case "false" -> false;
      default -> text;
    };
  }
}

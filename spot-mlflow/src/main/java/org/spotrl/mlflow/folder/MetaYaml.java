package org.spotrl.mlflow.folder;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.JsonSchema;
import org.spotrl.mlflow.format.Json;

/**
 * The fields of a {@code meta.yaml} in MLflow's order (by name). Fields that spot does not know
 * survive a rewrite.
 *
 * <p>MLflow reads YAML 1.1, in which {@code yes}, {@code 1_000} or {@code 2026-01-01} are not
 * texts. Texts are therefore written in quotes unless no reader can take them for something else.
 */
final class MetaYaml {

  private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,17})");
  private static final Pattern PLAIN =
      Pattern.compile("(?!(?i:y|n|yes|no|on|off|true|false|null)$)[A-Za-z][A-Za-z0-9_./\\-]*");

  /** Only MLflow's own numbers, truth values and nulls are not texts. */
  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setSchema(
              new JsonSchema() {
                @Override
                public ScalarResolver getScalarResolver() {
                  return (text, isPlain) -> isPlain ? type(text) : Tag.STR;
                }
              })
          .build();

  private final TreeMap<String, @Nullable Object> fields = new TreeMap<>();

  /**
   * Reads a file.
   *
   * @param required fields that it must have: a file that was cut off lacks the last ones
   * @throws IOException if it cannot be read, is no mapping, or lacks a field
   */
  static MetaYaml read(Path file, String... required) throws IOException {
    MetaYaml meta = new MetaYaml();
    try {
      String text = Files.readString(file);
      if (!(new Load(SETTINGS).loadFromString(text) instanceof Map<?, ?> map)) {
        throw new DamagedFileException(file + " is empty or has no 'name: value' lines");
      }
      map.forEach((key, value) -> meta.fields.put(String.valueOf(key), value));
    } catch (FileSystemException e) {
      throw e;
    } catch (CharacterCodingException e) {
      throw new DamagedFileException(file + " is not text in UTF-8");
    } catch (IOException e) {
      // These do not name the file.
      throw e instanceof DamagedFileException
          ? e
          : new DamagedFileException(file + ": " + e.getMessage());
    } catch (YamlEngineException e) {
      throw new DamagedFileException(file + " is not valid YAML");
    }
    for (String field : required) {
      if (meta.fields.get(field) == null) {
        throw new DamagedFileException("%s lacks the field '%s'".formatted(file, field));
      }
    }
    return meta;
  }

  /**
   * Reads the {@code meta.yaml} of a folder; nothing if it has none. One that is damaged or may not
   * be read counts as none, with a warning.
   */
  static Optional<MetaYaml> in(Path folder, String... required) {
    Path file = folder.resolve(Layout.META);
    try {
      return Optional.of(read(file, required));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      Unreadable.warn(file, e);
      return Optional.empty();
    }
  }

  /** Reads the {@code meta.yaml} of an experiment as {@link #in} does. */
  static Optional<MetaYaml> ofExperiment(Path folder) {
    return in(folder, "name");
  }

  /** Reads the {@code meta.yaml} of a run as {@link #in} does. */
  static Optional<MetaYaml> ofRun(Path folder) {
    return in(folder, "start_time", "status");
  }

  private static Tag type(String plain) {
    return switch (plain) {
      case "", "~", "null" -> Tag.NULL;
      case "true", "false" -> Tag.BOOL;
      default -> INTEGER.matcher(plain).matches() ? Tag.INT : Tag.STR;
    };
  }

  /** The text of a field, empty if there is none. */
  String text(String field) {
    @Nullable Object value = fields.get(field);
    return value == null ? "" : value.toString();
  }

  /** The number of a field, 0 if there is none. */
  long number(String field) {
    return fields.get(field) instanceof Number number ? number.longValue() : 0;
  }

  /** The text at a key of a field that is a mapping, empty if there is none. */
  String entry(String field, String key) {
    return fields.get(field) instanceof Map<?, ?> map && map.get(key) != null
        ? map.get(key).toString()
        : "";
  }

  /** Whether it is of an experiment or a run that is not deleted. */
  boolean isActive() {
    return !fields.containsKey("lifecycle_stage") || text("lifecycle_stage").equals("active");
  }

  /** Sets a field to a text, a number, null, a list or a map of these. */
  MetaYaml with(String field, @Nullable Object value) {
    fields.put(field, value);
    return this;
  }

  /** Writes it into a folder that no reader looks at yet. */
  void writeInto(Path folder) throws IOException {
    Files.writeString(folder.resolve(Layout.META), render());
  }

  /** The text of the file, a line for each field. */
  String render() {
    StringBuilder out = new StringBuilder();
    fields.forEach(
        (field, value) -> {
          out.append(flow(field)).append(':');
          if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            entries(map).forEach(entry -> out.append("\n  ").append(entry));
          } else {
            out.append(' ').append(flow(value));
          }
          out.append('\n');
        });
    return out.toString();
  }

  private static Stream<String> entries(Map<?, ?> map) {
    return new TreeMap<>(map)
        .entrySet().stream().map(e -> flow(e.getKey()) + ": " + flow(e.getValue()));
  }

  private static String flow(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return entries(map).collect(Collectors.joining(", ", "{", "}"));
    }
    if (value instanceof List<?> list) {
      return list.stream().map(MetaYaml::flow).collect(Collectors.joining(", ", "[", "]"));
    }
    if (!(value instanceof String text)) {
      return String.valueOf(value);
    }
    if (PLAIN.matcher(text).matches()) {
      return text;
    }
    return Json.hasUnprintable(text) ? Json.quoted(text) : "'" + text.replace("'", "''") + "'";
  }
}

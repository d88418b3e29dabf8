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
import java.util.regex.Matcher;
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
 * The fields of a {@code meta.yaml}, sorted by name as in MLflow. Unknown fields survive a rewrite.
 *
 * <p>MLflow reads YAML 1.1, in which {@code yes}, {@code 1_000} and {@code 2026-01-01} are not
 * strings. Strings are therefore quoted unless they are safe.
 */
final class MetaYaml {

  private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,17})");
  private static final Pattern PLAIN =
      Pattern.compile("(?!(?i:y|n|yes|no|on|off|true|false|null)$)[A-Za-z][A-Za-z0-9_./\\-]*");

  private static final Pattern PLAIN_LINE =
      Pattern.compile("([a-z_]+): ([A-Za-z0-9][A-Za-z0-9_./\\-]*|''|\\[])");

  /** Reads everything as a string except the integers, booleans and nulls that MLflow writes. */
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
   * @param required fields that must be present; a truncated file lacks the last ones
   * @throws IOException if the file cannot be read, is not a mapping, or lacks a field
   */
  static MetaYaml read(Path file, String... required) throws IOException {
    MetaYaml meta = new MetaYaml();
    try {
      String text = Files.readString(file);
      if (meta.readPlain(text)) {
        return meta.requiring(file, required);
      }
      meta.fields.clear();
      if (!(new Load(SETTINGS).loadFromString(text) instanceof Map<?, ?> map)) {
        throw new DamagedFileException(file + " is empty or has no 'name: value' lines");
      }
      map.forEach((key, value) -> meta.fields.put(String.valueOf(key), value));
    } catch (FileSystemException e) {
      throw e;
    } catch (CharacterCodingException e) {
      throw new DamagedFileException(file + " is not UTF-8 text");
    } catch (IOException e) {
      // Other messages do not name the file.
      throw e instanceof DamagedFileException
          ? e
          : new DamagedFileException(file + ": " + e.getMessage());
    } catch (YamlEngineException e) {
      throw new DamagedFileException(file + " is not valid YAML");
    }
    return meta.requiring(file, required);
  }

  private MetaYaml requiring(Path file, String... required) throws DamagedFileException {
    for (String field : required) {
      if (fields.get(field) == null) {
        throw new DamagedFileException("%s lacks the field '%s'".formatted(file, field));
      }
    }
    return this;
  }

  /**
   * Reads lines of a name and a plain word, which nearly all files are: the parser takes ten times
   * as long, and a folder can have thousands of runs.
   *
   * @return false if a line is something else
   */
  private boolean readPlain(String text) {
    for (String line : text.lines().toList()) {
      Matcher field = PLAIN_LINE.matcher(line);
      if (!field.matches() || fields.containsKey(field.group(1))) {
        return false;
      }
      String word = field.group(2);
      @Nullable Object value = word.equals("''") ? "" : word.equals("[]") ? List.of() : word;
      Tag type = type(word);
      if (type.equals(Tag.INT)) {
        value = Long.parseLong(word);
      } else if (type.equals(Tag.BOOL)) {
        value = Boolean.parseBoolean(word);
      } else if (type.equals(Tag.NULL)) {
        value = null;
      }
      fields.put(field.group(1), value);
    }
    return !fields.isEmpty();
  }

  /**
   * Reads the {@code meta.yaml} of a folder; empty if there is none. Logs a warning and returns
   * empty if the file is damaged or unreadable.
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

  /** The text of a field, empty if absent. */
  String text(String field) {
    @Nullable Object value = fields.get(field);
    return value == null ? "" : value.toString();
  }

  /** The number of a field, 0 if absent. */
  long number(String field) {
    return fields.get(field) instanceof Number number ? number.longValue() : 0;
  }

  /** The text at a key of a mapping field, empty if absent. */
  String entry(String field, String key) {
    return fields.get(field) instanceof Map<?, ?> map && map.get(key) != null
        ? map.get(key).toString()
        : "";
  }

  /** Whether the experiment or run is not deleted. */
  boolean isActive() {
    return !fields.containsKey("lifecycle_stage") || text("lifecycle_stage").equals("active");
  }

  /** Sets a field to a string, a number, null, or a list or map of these. */
  MetaYaml with(String field, @Nullable Object value) {
    fields.put(field, value);
    return this;
  }

  /** Writes the file into a folder that no reader uses yet. */
  void writeInto(Path folder) throws IOException {
    Files.writeString(folder.resolve(Layout.META), render());
  }

  /** The content of the file. */
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

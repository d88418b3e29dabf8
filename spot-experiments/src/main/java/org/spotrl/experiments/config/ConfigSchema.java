package org.spotrl.experiments.config;

import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.List;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.component.Setting;
import org.spotrl.experiments.config.RecordShape.SettingSpec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON Schema (draft 2020-12) of experiment files. Editors use it to complete and check them.
 *
 * <p>It allows what {@link ConfigLoader} allows in a single file. Only the loader checks what
 * depends on extended files.
 */
public final class ConfigSchema {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Editors read YAML 1.2, where 1_000 is text. */
  private static final String GROUPED_DIGITS =
      "^[-+]?[0-9]+(_[0-9]+)+(\\.[0-9]*)?([eE][-+]?[0-9]+)?$";

  private static final String DOCUMENT =
      """
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "spot experiment",
        "type": "object",
        "properties": {
          "extends": {
            "description": "Base files, relative to this file. Settings of later files override those of earlier ones; this file overrides all.",
            "oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]
          }
        },
        "additionalProperties": false,
        "anyOf": [{"required": ["extends"]}, {"required": ["dataset", "algorithm"]}],
        "$defs": {}
      }
      """;

  private static final List<String> ANY_TEXT = List.of("string", "number", "boolean");

  private final ComponentRegistry registry;

  /** The schema for files that name these components. */
  @Inject
  public ConfigSchema(ComponentRegistry registry) {
    this.registry = registry;
  }

  /** The schema as indented JSON. */
  public String json() {
    return JSON.writerWithDefaultPrettyPrinter()
            .writeValueAsString(document())
            .replace("\r\n", "\n")
        + "\n";
  }

  private ObjectNode document() {
    ObjectNode schema = (ObjectNode) JSON.readTree(DOCUMENT);
    addProperties(schema.withObjectProperty("properties"), ExperimentConfig.DEFAULTS);
    ObjectNode definitions = schema.withObjectProperty("$defs");
    registry.extensionPoints(ExperimentConfig.class).stream()
        .sorted(Comparator.comparing(ConfigSchema::key))
        .forEach(point -> addExtensionPoint(definitions.putObject(key(point)), point));
    return schema;
  }

  private void addExtensionPoint(ObjectNode schema, Class<?> extensionPoint) {
    schema.put("title", ComponentRegistry.displayName(extensionPoint));
    ArrayNode forms = schema.putArray("oneOf");
    for (ComponentType<?, ?> type : registry.all(extensionPoint)) {
      forms.addObject().put("const", type.name()).put("description", type.description());
      ObjectNode form =
          forms
              .addObject()
              .put("type", "object")
              .put("title", type.name())
              .put("description", type.description());
      ObjectNode properties = form.putObject("properties");
      properties.putObject(SettingsBinder.TYPE).put("const", type.name());
      addProperties(properties, type.defaults());
      form.putArray("required").add(SettingsBinder.TYPE);
      form.put("additionalProperties", false);
    }
    forms
        .addObject()
        .put("type", "object")
        .put("title", "further settings")
        .put("description", "Settings of the type that the default or a base file selects.")
        .putObject("not")
        .putArray("required")
        .add(SettingsBinder.TYPE);
  }

  private static void addProperties(ObjectNode properties, Record defaults) {
    for (SettingSpec setting : RecordShape.of(defaults.getClass()).settings()) {
      addSetting(properties.putObject(setting.key()), setting, setting.valueIn(defaults));
    }
  }

  private static void addSetting(ObjectNode schema, SettingSpec setting, Object byDefault) {
    String source = setting.setting().source();
    schema.put(
        "description",
        setting.setting().value() + (source.isEmpty() ? "" : " Source: " + source + "."));
    if (setting.type() instanceof SettingType.Group) {
      schema.put("type", "object");
      addProperties(schema.putObject("properties"), (Record) byDefault);
      schema.put("additionalProperties", false);
      return;
    }
    addType(schema, setting.type());
    if (!Unset.is(byDefault)) {
      schema.set("default", JSON.valueToTree(ConfigDocument.plain(byDefault)));
    }
  }

  private static void addType(ObjectNode schema, SettingType type) {
    if (type instanceof SettingType.NumberOf number) {
      addNumber(schema, number);
    } else if (type instanceof SettingType.Flag) {
      schema.put("type", "boolean");
    } else if (type instanceof SettingType.ListOf list) {
      schema.put("type", "array");
      addType(schema.putObject("items"), list.element());
    } else if (type instanceof SettingType.Labels) {
      schema.put("type", "object");
      addType(schema.putObject("additionalProperties"), new SettingType.Text());
    } else if (type instanceof SettingType.Free) {
      schema.put("type", "object");
    } else if (type instanceof SettingType.Named) {
      schema.put("type", "object");
      addType(schema.putObject("additionalProperties"), new SettingType.Free());
    } else if (type instanceof SettingType.Extension extension) {
      schema.put("$ref", "#/$defs/" + key(extension.extensionPoint()));
    } else if (type instanceof SettingType.Choice choice) {
      schema.set("enum", JSON.valueToTree(choice.values().keySet()));
    } else {
      schema.set("type", JSON.valueToTree(ANY_TEXT));
    }
  }

  private static void addNumber(ObjectNode schema, SettingType.NumberOf number) {
    schema.putArray("type").add(number.isWhole() ? "integer" : "number").add("string");
    schema.put("pattern", GROUPED_DIGITS);
    Setting bounds = number.bounds();
    if (Double.isFinite(bounds.min())) {
      String name = bounds.aboveMin() ? "exclusiveMinimum" : "minimum";
      schema.set(name, JSON.valueToTree(Numbers.bound(bounds.min())));
    }
    if (Double.isFinite(bounds.max())) {
      schema.set("maximum", JSON.valueToTree(Numbers.bound(bounds.max())));
    }
  }

  private static String key(Class<?> extensionPoint) {
    return ComponentRegistry.displayName(extensionPoint).replace(' ', '-');
  }
}

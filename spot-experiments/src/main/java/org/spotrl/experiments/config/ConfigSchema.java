package org.spotrl.experiments.config;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.spotrl.api.component.Component;
import org.spotrl.api.component.ComponentType;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON Schema (draft 2020-12) of experiment files, by which editors complete and check them.
 *
 * <p>It allows what {@link ConfigLoader} allows as far as one file shows; what depends on the files
 * that it extends is left to the loader.
 */
public final class ConfigSchema {

  /** Editors read YAML 1.2, to which digits grouped by underscores are text. */
  private static final String GROUPED_DIGITS =
      "^[-+]?[0-9]+(_[0-9]+)+(\\.[0-9]*)?([eE][-+]?[0-9]+)?$";

  private static final List<String> ANY_TEXT = List.of("string", "number", "boolean");

  private final ComponentRegistry registry;

  /** The schema for files that name these components. */
  @Inject
  public ConfigSchema(ComponentRegistry registry) {
    this.registry = registry;
  }

  /** The schema as indented JSON. */
  public String json() {
    return JsonMapper.builder()
            .build()
            .writerWithDefaultPrettyPrinter()
            .writeValueAsString(document())
            .replace("\r\n", "\n")
        + "\n";
  }

  private Map<String, Object> document() {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put(
        ConfigFiles.EXTENDS,
        map(
            "description",
            "Files that this one builds on, relative to it; later ones win, this one over all.",
            "oneOf",
            List.of(map("type", "string"), map("type", "array", "items", map("type", "string")))));
    properties.putAll(properties(ExperimentConfig.DEFAULTS));
    Map<String, Object> roles = new TreeMap<>();
    addRoles(ExperimentConfig.DEFAULTS.getClass(), roles);
    return map(
        "$schema",
        "https://json-schema.org/draft/2020-12/schema",
        "title",
        "spot experiment",
        "type",
        "object",
        "properties",
        properties,
        "additionalProperties",
        false,
        "anyOf",
        List.of(
            map("required", List.of(ConfigFiles.EXTENDS)),
            map("required", List.of("dataset", "algorithm"))),
        "$defs",
        roles);
  }

  private void addRoles(Class<? extends Record> record, Map<String, Object> roles) {
    for (SettingSpec setting : RecordShape.of(record).settings()) {
      if (setting.kind() instanceof SettingType.Group group) {
        addRoles(group.type(), roles);
      } else if (setting.kind() instanceof SettingType.Extension extension
          && roles.putIfAbsent(roleKey(extension.extensionPoint()), true) == null) {
        registry
            .all(extension.extensionPoint())
            .forEach(type -> addRoles(type.defaults().getClass(), roles));
        roles.put(roleKey(extension.extensionPoint()), role(extension.extensionPoint()));
      }
    }
  }

  private Map<String, Object> role(Class<?> role) {
    List<Object> forms = new ArrayList<>();
    for (ComponentType<?, ?> type : registry.all(role)) {
      forms.add(map("const", type.name(), "description", type.description()));
      Map<String, Object> properties = new LinkedHashMap<>();
      properties.put(SettingsMerger.TYPE, map("const", type.name()));
      properties.putAll(properties(type.defaults()));
      forms.add(
          map(
              "type",
              "object",
              "title",
              type.name(),
              "description",
              type.description(),
              "properties",
              properties,
              "required",
              List.of(SettingsMerger.TYPE),
              "additionalProperties",
              false));
    }
    forms.add(
        map(
            "type",
            "object",
            "title",
            "further settings",
            "description",
            "Settings of the type that the defaults or an extended file select.",
            "not",
            map("required", List.of(SettingsMerger.TYPE))));
    return map("title", ComponentRegistry.displayName(role), "oneOf", forms);
  }

  private Map<String, Object> properties(Record defaults) {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (SettingSpec setting : RecordShape.of(defaults.getClass()).settings()) {
      properties.put(setting.key(), property(setting, setting.read(defaults)));
    }
    return properties;
  }

  private Map<String, Object> property(SettingSpec setting, Object byDefault) {
    Map<String, Object> property = new LinkedHashMap<>();
    String source = setting.setting().source();
    property.put(
        "description",
        setting.setting().value() + (source.isEmpty() ? "" : " Source: " + source + "."));
    if (setting.kind() instanceof SettingType.Group) {
      property.put("type", "object");
      property.put("properties", properties((Record) byDefault));
      property.put("additionalProperties", false);
      return property;
    }
    property.putAll(type(setting, setting.kind()));
    if (!(byDefault instanceof Component<?> component && Unset.is(component))) {
      property.put("default", ConfigDocument.plain(byDefault));
    }
    return property;
  }

  private static Map<String, Object> type(SettingSpec setting, SettingType kind) {
    if (kind instanceof SettingType.Whole || kind instanceof SettingType.Real) {
      String type = kind instanceof SettingType.Whole ? "integer" : "number";
      Map<String, Object> number = map("type", List.of(type, "string"), "pattern", GROUPED_DIGITS);
      if (setting.setting().min() > Double.NEGATIVE_INFINITY) {
        number.put(
            setting.setting().aboveMin() ? "exclusiveMinimum" : "minimum",
            bound(setting.setting().min()));
      }
      if (setting.setting().max() < Double.POSITIVE_INFINITY) {
        number.put("maximum", bound(setting.setting().max()));
      }
      return number;
    } else if (kind instanceof SettingType.Flag) {
      return map("type", "boolean");
    } else if (kind instanceof SettingType.ListOf list) {
      return map("type", "array", "items", type(setting, list.element()));
    } else if (kind instanceof SettingType.Labels) {
      return map("type", "object", "additionalProperties", map("type", ANY_TEXT));
    } else if (kind instanceof SettingType.Extension extension) {
      return map("$ref", "#/$defs/" + roleKey(extension.extensionPoint()));
    }
    return setting.words().isEmpty() ? map("type", ANY_TEXT) : map("enum", setting.words());
  }

  /** Whole bounds without a point, as one would write them. */
  private static Object bound(double bound) {
    if (bound == Math.rint(bound) && Math.abs(bound) < 1e15) {
      return (long) bound;
    }
    return bound;
  }

  private static String roleKey(Class<?> role) {
    return ComponentRegistry.displayName(role).replace(' ', '-');
  }

  private static Map<String, Object> map(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }
}

package org.spotrl.experiments.config;

import jakarta.inject.Inject;
import java.util.Locale;
import java.util.Map;
import org.spotrl.api.component.Component;
import org.spotrl.api.component.ComponentType;

/** The configuration reference in Markdown, made from the records and their {@code @Setting}s. */
public final class ConfigReference {

  private static final String INTRODUCTION =
      """
      # Configuration reference

      <!-- Made by: ./spot config reference > docs/configuration.md -->

      An experiment file is YAML (1.2, UTF-8). Only `dataset` and `algorithm` have to be there:

      ```yaml
      extends: base.yaml                 # a file or a list of files, relative to this one
      dataset: collected                 # a component, by its type alone
      algorithm:
        type: td3                        # or with settings
        regularizer: {lambda: 0.5}       # of the type that the default selects
      seed: 3
      ```

      - **Components** are written `name` or `{type: name, setting: value}`. What is left out comes from
        the component that the surrounding defaults select, if it is of that type, else from the type's
        own defaults.
      - **Layers**: the files under `extends` in their order, then the file, then each
        `--set path=value` (the value is YAML). Maps are merged key by key. A component whose type
        changes loses the settings it had, since they belong to the other type; naming the same type
        again keeps them. Lists and single values are replaced.
      - **Numbers** may have underscores (`1_000_000`) and exponents (`3e-4`). A whole number may be
        written in any way that is whole (`1e6`); `1.5` is refused, never rounded. Hexadecimal, octal,
        leading zeros, `.inf` and `.nan` are refused.
      - **Booleans** are `true` and `false` only. **Text** is taken as written: `no`, `on` and `2024`
        stay text; write `''` for no text.
      - Anchors and aliases work. The merge key `<<`, tags such as `!!int` and several documents in a
        file are refused.
      - `spot config check FILE` reports all problems at once, `spot config show FILE` shows the result,
        with `--origins` where each value comes from.
      - Editors with a YAML language server complete and check a file whose first line is
        `# yaml-language-server: $schema=schema.json`, made by `spot config schema > schema.json`.
      """;

  private static final String TABLE_HEAD =
      """
      | Setting | Default | Allowed | Meaning | Source |
      |---|---|---|---|---|
      """;

  private final ComponentRegistry registry;

  /** The reference of these components. */
  @Inject
  public ConfigReference(ComponentRegistry registry) {
    this.registry = registry;
  }

  /** The whole page. */
  public String markdown() {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    page.append("\n## Experiment\n\n").append(TABLE_HEAD);
    rows(ExperimentConfig.DEFAULTS, "", page);
    for (Class<?> extensionPoint : registry.extensionPoints(ExperimentConfig.class)) {
      String name = ComponentRegistry.displayName(extensionPoint);
      page.append("\n## ").append(name.substring(0, 1).toUpperCase(Locale.ROOT));
      page.append(name.substring(1)).append('\n');
      registry.all(extensionPoint).forEach(type -> component(type, page));
    }
    return page.toString();
  }

  private static void component(ComponentType<?, ?> type, StringBuilder page) {
    page.append("\n### `").append(type.name()).append("`\n\n");
    page.append(type.description()).append('\n');
    if (type.defaults().getClass().getRecordComponents().length == 0) {
      page.append("\nNo settings.\n");
    } else {
      page.append('\n').append(TABLE_HEAD);
      rows(type.defaults(), "", page);
    }
  }

  private static void rows(Record defaults, String prefix, StringBuilder page) {
    for (RecordShape.SettingSpec setting : RecordShape.of(defaults.getClass()).settings()) {
      Object value = setting.valueIn(defaults);
      if (setting.type() instanceof SettingType.Group) {
        rows((Record) value, prefix + setting.key() + ".", page);
      } else {
        page.append(
            "| `%s%s` | %s | %s | %s | %s |\n"
                .formatted(
                    prefix,
                    setting.key(),
                    byDefault(value),
                    cell(setting.type().allowed()),
                    cell(setting.setting().value()),
                    cell(setting.setting().source())));
      }
    }
  }

  private static String byDefault(Object value) {
    if (value instanceof Component<?> component) {
      return Unset.is(component) ? "required" : code(inline(component));
    } else if (value instanceof Map<?, ?> || value.equals("")) {
      return "none";
    }
    return code(ConfigDocument.text(ConfigDocument.plain(value)));
  }

  /** The short form if the settings are the type's own defaults, else with those that differ. */
  private static String inline(Component<?> component) {
    Map<String, String> own =
        ConfigDocument.flatten(ConfigDocument.of(component.type().defaults()));
    Map<String, String> values = ConfigDocument.flatten(ConfigDocument.of(component.config()));
    values.entrySet().removeIf(each -> each.getValue().equals(own.get(each.getKey())));
    String name = component.type().name();
    StringBuilder differing = new StringBuilder();
    values.forEach((path, value) -> differing.append(", %s: %s".formatted(path, value)));
    return values.isEmpty() ? name : "{type: " + name + differing + "}";
  }

  private static String code(String text) {
    return "`" + cell(text) + "`";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ");
  }
}

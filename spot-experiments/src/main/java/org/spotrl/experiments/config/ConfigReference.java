package org.spotrl.experiments.config;

import jakarta.inject.Inject;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.spotrl.api.component.Component;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.error.SpotInputException;

/**
 * The configuration reference in Markdown, generated from the records and their {@code @Setting}s.
 */
public final class ConfigReference {

  private static final String INTRODUCTION = "reference-introduction.md";

  private static final String TABLE_HEAD =
      """
      | Setting | Default | Allowed | Meaning | Source |
      |---|---|---|---|---|
      """;

  private static final String TABLE_START = "<!-- settings: ";
  private static final String TABLE_END = "<!-- end of settings -->";

  private static final Pattern TABLE =
      Pattern.compile("(%s(.+?) -->).*?%s".formatted(TABLE_START, TABLE_END), Pattern.DOTALL);

  private final ComponentRegistry registry;

  /** The reference of these components. */
  @Inject
  public ConfigReference(ComponentRegistry registry) {
    this.registry = registry;
  }

  /** The whole page. */
  public String markdown() {
    StringBuilder page = new StringBuilder(Resources.text(INTRODUCTION));
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

  /**
   * A page of text with its tables of settings renewed: what is between {@code <!-- settings:
   * density cvae -->} and {@code <!-- end of settings -->}.
   *
   * @throws SpotInputException if a table has no end, or names an unknown component
   */
  public String renewed(String page) {
    int starts = page.split(TABLE_START, -1).length - 1;
    long tables = TABLE.matcher(page).results().count();
    if (starts != tables) {
      throw new SpotInputException(
          "tables of settings that start with '%s... -->': %d, that end with '%s': %d; add the missing line"
              .formatted(TABLE_START, starts, TABLE_END, tables));
    }
    return TABLE
        .matcher(page)
        .replaceAll(
            table ->
                Matcher.quoteReplacement(
                    table.group(1) + "\n" + settings(table.group(2)) + "\n" + TABLE_END));
  }

  private String settings(String fullName) {
    StringBuilder table = new StringBuilder();
    registry.all().stream()
        .filter(type -> ComponentRegistry.fullName(type).equals(fullName))
        .forEach(type -> settings(type, table));
    if (table.isEmpty()) {
      throw new SpotInputException(
          "'%s%s' names no component (known: %s)"
              .formatted(
                  TABLE_START,
                  fullName,
                  registry.all().stream()
                      .map(ComponentRegistry::fullName)
                      .sorted()
                      .collect(Collectors.joining(", "))));
    }
    return table.toString();
  }

  private static void component(ComponentType<?, ?> type, StringBuilder page) {
    page.append("\n### `").append(type.name()).append("`\n\n");
    page.append(type.description()).append('\n');
    settings(type, page);
  }

  private static void settings(ComponentType<?, ?> type, StringBuilder page) {
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

  /** The type's name, with the settings that differ from the type's own defaults. */
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

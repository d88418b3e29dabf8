package org.spotrl.experiments.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.spotrl.experiments.config.RecordShape.SettingSpec;
import org.spotrl.experiments.config.SettingType.Extension;
import org.spotrl.experiments.config.SettingType.Group;

/**
 * Hints for unknown names.
 *
 * @param registry all components
 * @param known the settings of the configuration
 */
record SettingHints(ComponentRegistry registry, SettingNames known) {

  private static final int LONGEST = 80;

  /**
   * The hint for an unknown setting, with a semicolon before it. It is the first of these that
   * exists: spot's name for another tool's setting, the nearest name in the record, the same or the
   * nearest name elsewhere in the configuration, a setting of a component that is not selected, the
   * allowed names.
   *
   * @param shape the record without such a setting
   * @param path dotted path of the record, empty for the whole configuration
   */
  String of(RecordShape shape, String path, String key) {
    if (key.length() > LONGEST) {
      return "; no setting has a name that long";
    }
    return FieldTerms.ofSetting(key, known)
        .or(() -> NearestMatch.of(key, shape.keys()).map(match -> didYouMean(List.of(match))))
        .or(() -> elsewhere(key))
        .or(() -> ofOtherComponent(shape, path, key))
        .orElse(
            shape.keys().isEmpty()
                ? "; it has no settings"
                : "; allowed: " + String.join(", ", shape.keys()));
  }

  /** The hint for an unknown component, with a semicolon before it; empty if there is none. */
  static String ofComponent(String extensionPoint, String name, List<String> allowed) {
    String term = FieldTerms.ofValue(extensionPoint, name);
    return term.isEmpty() && name.length() <= LONGEST ? NearestMatch.hint(name, allowed) : term;
  }

  /** A name that is short enough for a message. */
  static String shortened(String name) {
    return name.length() <= LONGEST ? name : name.substring(0, LONGEST) + "...";
  }

  /** {@code "; did you mean 'a' or 'b'?"}. */
  static String didYouMean(List<String> names) {
    return names.stream()
        .map(name -> "'" + name + "'")
        .collect(Collectors.joining(" or ", "; did you mean ", "?"));
  }

  private Optional<String> elsewhere(String key) {
    List<String> same = known.named(key);
    List<String> names = known.types().keySet().stream().map(SettingNames::last).toList();
    return (same.isEmpty() ? NearestMatch.of(key, names).map(known::named) : Optional.of(same))
        .map(SettingHints::didYouMean);
  }

  private Optional<String> ofOtherComponent(RecordShape shape, String path, String key) {
    String prefix = path.isEmpty() ? "" : path + ".";
    return shape.settings().stream()
        .flatMap(setting -> within(setting, prefix, key))
        .findFirst()
        .map(guess -> didYouMean(List.of(guess)));
  }

  /** Settings of nearly this name one level deeper, in a group or in a component of any type. */
  private Stream<String> within(SettingSpec setting, String prefix, String key) {
    String outer = prefix + setting.key();
    if (setting.type() instanceof Group group) {
      return nearest(key, group.type()).map(match -> outer + "." + match);
    } else if (setting.type() instanceof Extension extension) {
      return registry.all(extension.extensionPoint()).stream()
          .flatMap(
              type ->
                  nearest(key, type.defaults().getClass())
                      .map(
                          match ->
                              outer + "." + match + "' with '" + outer + ".type: " + type.name()));
    }
    return Stream.empty();
  }

  private static Stream<String> nearest(String key, Class<? extends Record> record) {
    return NearestMatch.of(key, RecordShape.of(record).keys()).stream();
  }
}

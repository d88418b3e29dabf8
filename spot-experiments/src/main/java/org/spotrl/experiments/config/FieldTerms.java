package org.spotrl.experiments.config;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Names of settings and components in other code: CORL, the SPOT and TD3+BC repositories, d3rlpy,
 * Stable-Baselines3 and MLflow. They are in the resource {@code field-terms.txt}.
 */
public final class FieldTerms {

  private static final String TABLE = "field-terms.txt";

  /** Lines before the first section are about settings. */
  private static final String SETTINGS = "setting";

  /**
   * A line of the table.
   *
   * @param settings dotted paths, the likeliest first; empty if spot has no such setting
   * @param advice what to write; may be empty
   */
  private record Term(List<String> settings, String advice) {}

  /** By section, then by plain word. */
  private static final Map<String, Map<String, Term>> TERMS = read();

  private FieldTerms() {}

  /**
   * The hint for a setting of this name, with a semicolon before it.
   *
   * @param known the settings of the configuration
   */
  static Optional<String> ofSetting(String word, SettingNames known) {
    return Optional.ofNullable(section(SETTINGS).get(NearestMatch.plain(word)))
        .map(
            term -> {
              List<String> here =
                  term.settings.stream().filter(known.types()::containsKey).toList();
              String advice = term.advice.isEmpty() ? "" : "; " + term.advice;
              if (term.settings.isEmpty()) {
                return advice;
              }
              return here.isEmpty()
                  ? "; it is '%s' in other components, but the selected ones do not have it"
                          .formatted(String.join("' or '", term.settings))
                      + advice
                  : SettingHints.didYouMean(here) + advice;
            });
  }

  /**
   * The settings that a word may mean, the likeliest first; empty if it is unknown.
   *
   * @param word for example {@code lambd}
   */
  public static List<String> settings(String word) {
    Term term = section(SETTINGS).get(NearestMatch.plain(word));
    return term == null ? List.of() : term.settings;
  }

  /** All settings that the table names. */
  public static List<String> allSettings() {
    return section(SETTINGS).values().stream()
        .flatMap(term -> term.settings.stream())
        .distinct()
        .sorted()
        .toList();
  }

  /**
   * The hint for a value, with a semicolon before it; empty if there is none.
   *
   * @param what an extension point, or {@code environment}
   */
  static String ofValue(String what, String word) {
    Map<String, Term> words = section(what);
    Term term = words.get(NearestMatch.plain(word));
    if (term == null && word.contains("-")) {
      term = words.get(word.substring(0, word.indexOf('-')).toLowerCase(Locale.ROOT) + "*");
    }
    return term == null ? "" : "; " + term.advice.replace("NAME", word);
  }

  private static Map<String, Term> section(String name) {
    return TERMS.getOrDefault(name, Map.of());
  }

  private static Map<String, Map<String, Term>> read() {
    Map<String, Map<String, Term>> terms = new HashMap<>();
    String section = SETTINGS;
    for (String line : Resources.text(TABLE).lines().toList()) {
      if (line.startsWith("[")) {
        section = line.substring(1, line.indexOf(']'));
      } else if (!line.isBlank() && !line.startsWith("#")) {
        String[] sides = line.split(" = ", 2);
        Term term = section.equals(SETTINGS) ? setting(sides[1]) : new Term(List.of(), sides[1]);
        for (String word : sides[0].split(" ", -1)) {
          terms
              .computeIfAbsent(section, key -> new HashMap<>())
              .put(NearestMatch.plain(word), term);
        }
      }
    }
    return terms;
  }

  private static Term setting(String meaning) {
    int advice = meaning.indexOf(';');
    String paths = advice < 0 ? meaning : meaning.substring(0, advice);
    return new Term(
        Arrays.stream(paths.split(",")).map(String::strip).filter(p -> !p.isEmpty()).toList(),
        advice < 0 ? "" : meaning.substring(advice + 1).strip());
  }
}

package org.spotrl.experiments.config;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.spotrl.api.component.Component;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.component.Setting;
import org.spotrl.api.host.Sha256;
import org.spotrl.api.learning.Algorithm;
import org.spotrl.experiments.config.RecordShape.SettingSpec;

/**
 * The short names of a run. They depend only on its resolved configuration.
 *
 * <p>A label is the method's name and a word for each training setting that differs from its usual
 * value: {@code spot}, {@code spot-gaussian}, {@code spot-lambda-0.1}, {@code bc-10%}. Usual values
 * are the components' defaults; on the mazes, the values of the shipped quickstart. If a label is
 * too long for a table, a hash replaces its last words, so that different training settings always
 * have different labels.
 *
 * @param method method and settings, for example {@code spot-lambda-0.1}
 * @param name the run's name without its seed, for example {@code spot-lambda-0.1-maze2d-umaze}; it
 *     ends with a hash of the configuration if the other words do not show every difference
 */
public record RunLabel(String method, String name) {

  private static final int LONGEST = 30;
  private static final int HASH = 6;

  /** Texts that a label can contain; it has the hash of other texts. */
  private static final Pattern PLAIN = Pattern.compile("[\\w.+-]{1,16}");

  private static final String MAZES = "maze2d-";

  /** The values of experiments/quickstart.yaml. */
  private static final Map<String, String> USUAL_ON_MAZES =
      Map.ofEntries(
          Map.entry("algorithm.updates", "40000"),
          Map.entry("algorithm.discount", "0.95"),
          Map.entry("algorithm.hidden", "[128, 128]"),
          Map.entry("algorithm.actor_hidden", "[128, 128]"),
          Map.entry("algorithm.critic_hidden", "[128, 128]"),
          Map.entry("algorithm.value_hidden", "[128, 128]"),
          Map.entry("algorithm.vae_hidden", "[128, 128]"),
          Map.entry("algorithm.actor_dropout", "0.0"),
          Map.entry("algorithm.regularizer.lambda", "0.5"),
          Map.entry("algorithm.regularizer.density.hidden", "[128, 128]"),
          Map.entry("algorithm.regularizer.density.updates", "20000"),
          Map.entry("algorithm.density.hidden", "[256, 256]"),
          Map.entry("algorithm.density.updates", "20000"),
          Map.entry("evaluation.episodes", "40"));

  private static final Set<String> BESIDE_TRAINING = Set.of("evaluation", "execution");

  /** The settings that define a run's numbers, without method and data. */
  private static final List<SettingSpec> DEFINING =
      RecordShape.of(ExperimentConfig.class).settings().stream()
          .filter(setting -> DefiningSettings.contain(setting.key()))
          .filter(setting -> !Set.of("algorithm", "dataset").contains(setting.key()))
          .toList();

  /** The order of words in a label. */
  private enum Rank {
    COMPONENT,
    CHOICE,
    WELL_KNOWN,
    OTHER
  }

  /** The word for one setting. */
  private record Word(Rank rank, String text) {}

  /**
   * The labels of an experiment.
   *
   * @param registry the known methods
   * @param environment id of the environment
   * @param data name of the data set
   */
  public static RunLabel of(
      LoadedExperiment experiment, ComponentRegistry registry, String environment, String data) {
    return new Differences(environment.startsWith(MAZES) ? USUAL_ON_MAZES : Map.of())
        .label(experiment, registry, data);
  }

  /** The differences from usual values. */
  private record Differences(Map<String, String> usualTexts) {

    RunLabel label(LoadedExperiment experiment, ComponentRegistry registry, String data) {
      ExperimentConfig config = experiment.config();
      ExperimentConfig usual = ExperimentConfig.DEFAULTS;
      List<Word> words = new ArrayList<>();
      DEFINING.stream()
          .filter(setting -> !BESIDE_TRAINING.contains(setting.key()))
          .forEach(setting -> words.addAll(words(setting, config, usual, "")));
      ComponentType<?, Algorithm> method = nearest(config.algorithm(), registry);
      words.addAll(words(config.algorithm().config(), method.defaults(), "algorithm"));
      String shown = method.withDefaults().label();
      String all = shown;
      for (Word word : words.stream().sorted(Comparator.comparing(Word::rank)).toList()) {
        String longer = all + "-" + word.text();
        shown = shown.equals(all) && longer.length() <= LONGEST ? longer : shown;
        all = longer;
      }
      boolean whole = shown.equals(all);
      boolean plain = whole && isUsualBesideTraining(config, data);
      return new RunLabel(
          whole ? all : shown + "-" + Sha256.of(all).substring(0, HASH),
          shown + "-" + data + (plain ? "" : "-" + experiment.hash().substring(0, HASH)));
    }

    /** The method with the fewest differences; the configured one if several have as few. */
    private ComponentType<?, Algorithm> nearest(
        Component<Algorithm> algorithm, ComponentRegistry registry) {
      ComponentType<?, Algorithm> best = algorithm.type();
      List<Word> fewest = words(algorithm.config(), best.defaults(), "algorithm");
      for (ComponentType<?, Algorithm> other : registry.all(Algorithm.class)) {
        if (other.defaults().getClass() == algorithm.config().getClass()) {
          List<Word> words = words(algorithm.config(), other.defaults(), "algorithm");
          if (Comparator.comparing(Differences::components)
                  .thenComparing(List::size)
                  .compare(words, fewest)
              < 0) {
            best = other;
            fewest = words;
          }
        }
      }
      return best;
    }

    private static int components(List<Word> words) {
      return (int) words.stream().filter(word -> word.rank() == Rank.COMPONENT).count();
    }

    /** True if data source, evaluation and threads have their usual values. */
    private boolean isUsualBesideTraining(ExperimentConfig config, String data) {
      List<Word> words = new ArrayList<>();
      DEFINING.stream()
          .filter(setting -> BESIDE_TRAINING.contains(setting.key()))
          .forEach(setting -> words.addAll(words(setting, config, ExperimentConfig.DEFAULTS, "")));
      Record source = config.dataset().config();
      RecordShape.of(source.getClass()).settings().stream()
          .filter(each -> !(each.valueIn(source) instanceof String text && text.contains(data)))
          .forEach(
              each ->
                  words.addAll(words(each, source, config.dataset().type().defaults(), "dataset")));
      return words.isEmpty();
    }

    private void component(Component<?> value, Component<?> usual, String path, List<Word> into) {
      if (!value.label().equals(usual.label())) {
        into.add(new Word(Rank.COMPONENT, value.label()));
      }
      boolean sameType = value.type().equals(usual.type());
      into.addAll(words(value.config(), sameType ? usual.config() : value.type().defaults(), path));
    }

    /** Words of nested components come first, because they matter most. */
    private List<Word> words(Record config, Record usual, String path) {
      List<Word> words = new ArrayList<>();
      List<SettingSpec> settings = RecordShape.of(config.getClass()).settings();
      for (boolean inner : new boolean[] {true, false}) {
        settings.stream()
            .filter(each -> (each.valueIn(config) instanceof Component<?>) == inner)
            .forEach(each -> words.addAll(words(each, config, usual, path)));
      }
      return words;
    }

    private List<Word> words(SettingSpec setting, Record config, Record usual, String path) {
      Object value = setting.valueIn(config);
      Object usually = setting.valueIn(usual);
      String here = path.isEmpty() ? setting.key() : path + "." + setting.key();
      List<Word> words = new ArrayList<>();
      if (value instanceof Component<?> component) {
        component(component, (Component<?>) usually, here, words);
      } else if (value instanceof Record group) {
        words.addAll(words(group, (Record) usually, here));
      } else if (DefiningSettings.contain(here)
          && !text(value).equals(usualTexts.getOrDefault(here, text(usually)))
          && !setting.setting().label().equals(Setting.IN_TYPE)) {
        words.add(word(setting, value, path));
      }
      return words;
    }

    private static Word word(SettingSpec setting, Object value, String path) {
      String given = setting.setting().label();
      String owner = path.substring(path.lastIndexOf('.') + 1);
      boolean clear = owner.isEmpty() || owner.equals("algorithm") || owner.equals("regularizer");
      String derived = (clear ? "" : owner + "-") + setting.key().replace('_', '-');
      String name = given.isEmpty() ? derived : given;
      if (value instanceof Boolean on) {
        return new Word(Rank.CHOICE, on ? name : "no-" + name);
      }
      String template = name.contains("{}") ? name : name + "-{}";
      Rank rank =
          value instanceof Enum<?> ? Rank.CHOICE : given.isEmpty() ? Rank.OTHER : Rank.WELL_KNOWN;
      return new Word(rank, template.replace("{}", shortText(value)));
    }

    private static String text(Object value) {
      return ConfigDocument.text(ConfigDocument.plain(value));
    }

    /** A short value: 0.5, 20k, 256x256. */
    private static String shortText(Object value) {
      if (value instanceof List<?> list) {
        return String.join("x", list.stream().map(Differences::shortText).toList());
      } else if (value instanceof Long || value instanceof Integer) {
        long number = ((Number) value).longValue();
        if (number != 0 && number % 1_000_000 == 0) {
          return number / 1_000_000 + "M";
        }
        return number != 0 && number % 1_000 == 0 ? number / 1_000 + "k" : Long.toString(number);
      } else if (value instanceof Double || value instanceof Float) {
        String text = Numbers.text((Number) value);
        return text.contains("e")
            ? text.replace(".0e", "e").replace("+", "")
            : new BigDecimal(text).stripTrailingZeros().toPlainString();
      }
      String text = text(value);
      return PLAIN.matcher(text).matches() ? text : Sha256.of(text).substring(0, HASH);
    }
  }
}

package org.spotrl.studies.study;

import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.host.UserPaths;
import org.spotrl.experiments.config.ConfigLoader;
import org.spotrl.experiments.config.LoadedExperiment;
import org.spotrl.experiments.config.NearestMatch;
import org.spotrl.experiments.config.Settings;
import org.spotrl.experiments.run.Preflight;

/** Loads study files and checks all their runs; reports all problems at once. */
public final class StudyLoader {

  /** A larger study is a mistake in a grid. */
  private static final int MOST_RUNS = 100_000;

  /** Environment of data without a simulator. */
  private static final String NO_ENVIRONMENT = "none";

  /** The only arm of a study without arms. */
  private static final String ONLY = "base";

  /** Names in a study file that no experiment file has. */
  private static final Set<String> NAMES =
      Set.of("study", "base", "seeds", "settings", "datasets", "reference", "arms", "grid");

  private static final List<String> DATASET_NAMES =
      List.of("dataset.name", "dataset.environment", "dataset.path");

  private final ConfigLoader loader;
  private final Preflight preflight;

  /** A loader that checks with these. */
  @Inject
  public StudyLoader(ConfigLoader loader, Preflight preflight) {
    this.loader = loader;
    this.preflight = preflight;
  }

  /**
   * What the command line changes.
   *
   * @param name name of the study; empty: that of the file
   * @param seeds seeds in place of those of the file; may be empty
   * @param settings settings of all runs, over those of the file
   * @param grid further values by setting
   */
  public record Changes(String name, String seeds, Settings settings, Settings grid) {

    /** No changes. */
    public static final Changes NONE = new Changes("", "", Settings.NONE, Settings.NONE);
  }

  /** True if a file is a study, false if it is an experiment. */
  public boolean isStudy(Path file) {
    return loader.names(file).stream().anyMatch(NAMES::contains);
  }

  /**
   * Loads a study file, or an experiment file as the base of a study.
   *
   * @throws SpotInputException with a line for each problem
   */
  public Study load(Path file, Changes changes) {
    StudyConfig config =
        isStudy(file)
            ? loader.load("a study", StudyConfig.DEFAULTS, file, List.of()).config()
            : new StudyConfig(
                stem(file) + "-sweep",
                "",
                file.getFileName().toString(),
                "0",
                Settings.NONE,
                Map.of(),
                "",
                Map.of(),
                Settings.NONE);
    return resolve(
        file,
        new StudyConfig(
            changes.name().isBlank() ? config.study() : changes.name(),
            config.description(),
            config.base(),
            changes.seeds().isBlank() ? config.seeds() : changes.seeds(),
            config.settings(),
            config.datasets(),
            config.reference(),
            config.arms(),
            config.grid().and(changes.grid())),
        changes.settings());
  }

  private Study resolve(Path file, StudyConfig config, Settings overrides) {
    String name = config.study().isBlank() ? stem(file) : config.study().strip();
    Set<String> problems = new LinkedHashSet<>();
    Map<String, Settings> arms = arms(config);
    if (!config.reference().isEmpty() && !arms.containsKey(config.reference())) {
      problems.add(
          "%s: reference: there is no arm '%s'%s; the arms are %s"
              .formatted(
                  file,
                  config.reference(),
                  NearestMatch.hint(config.reference(), arms.keySet()),
                  String.join(", ", arms.keySet())));
    }
    Map<String, Settings> datasets =
        config.datasets().isEmpty() ? Map.of("", Settings.NONE) : config.datasets();
    List<Long> seeds = SeedList.parse(file + ": seeds", config.seeds());
    long count = (long) arms.size() * datasets.size() * seeds.size();
    if (count > MOST_RUNS) {
      throw new SpotInputException(
          "%s: the study has %,d runs; at most %,d are allowed".formatted(file, count, MOST_RUNS));
    }
    List<StudyRun> runs = new ArrayList<>();
    datasets.forEach(
        (dataset, own) -> {
          List<StudyRun> first = new ArrayList<>();
          arms.forEach(
              (arm, changes) -> {
                try {
                  List<Settings> layers =
                      List.of(
                          Settings.of(List.of("experiment=" + quoted(name))),
                          config.settings(),
                          own,
                          changes.without(StudyConfig.BASE),
                          overrides);
                  Path base = base(file, config, arm, changes, dataset);
                  first.add(run(name, arm, dataset, seeds.get(0), base, layers));
                } catch (SpotInputException e) {
                  String.valueOf(e.getMessage()).lines().forEach(problems::add);
                }
              });
          for (long seed : seeds) {
            first.forEach(
                run -> runs.add(new StudyRun(run.arm(), run.dataset(), seed, run.experiment())));
          }
        });
    if (problems.isEmpty()) {
      problems.addAll(repetitions(file, config.reference(), runs));
    }
    if (!problems.isEmpty()) {
      throw new SpotInputException(String.join(System.lineSeparator(), problems));
    }
    List<String> names = runs.stream().map(StudyRun::dataset).distinct().toList();
    return new Study(
        name,
        config.description().strip(),
        config.reference(),
        List.copyOf(arms.keySet()),
        names,
        seeds,
        runs,
        text(file));
  }

  /** The arms with every combination of the grid. */
  private static Map<String, Settings> arms(StudyConfig config) {
    Map<String, Settings> arms =
        config.arms().isEmpty() ? Map.of(ONLY, Settings.NONE) : config.arms();
    Map<String, Settings> all = new LinkedHashMap<>();
    List<Settings.Combination> grid = config.grid().combinations();
    arms.forEach(
        (name, settings) ->
            grid.forEach(
                each -> {
                  String label =
                      each.label().isEmpty()
                          ? name
                          : config.arms().isEmpty() ? each.label() : name + ", " + each.label();
                  all.put(label, settings.and(each.settings()));
                }));
    return all;
  }

  private static Path base(
      Path file, StudyConfig config, String arm, Settings changes, String dataset) {
    String base = changes.text(StudyConfig.BASE).orElse(config.base());
    if (base.isBlank()) {
      throw new SpotInputException(
          "%s: arm '%s' has no base; name an experiment file in 'base' of the study or of the arm"
              .formatted(file, arm));
    }
    return file.resolveSibling(
            UserPaths.standard().written("base", base.replace("{dataset}", dataset)))
        .normalize();
  }

  private StudyRun run(
      String study, String arm, String dataset, long seed, Path base, List<Settings> layers) {
    String shown = dataset.isEmpty() ? label(loader.loadVariant(base, layers, Map.of())) : dataset;
    Map<String, String> tags = Map.of(Study.NAME, study, Study.ARM, arm, Study.DATASET, shown);
    LoadedExperiment experiment = loader.loadVariant(base, layers, tags);
    preflight.checkSettings(experiment);
    return new StudyRun(arm, shown, seed, experiment);
  }

  /** A name for the base's data set. */
  private static String label(LoadedExperiment experiment) {
    return DATASET_NAMES.stream()
        .map(path -> experiment.values().getOrDefault(path, ""))
        .filter(value -> !value.isEmpty() && !value.equals(NO_ENVIRONMENT))
        .findFirst()
        .orElse("data");
  }

  /** Arms, or data sets, that give the same runs. */
  private static List<String> repetitions(Path file, String reference, List<StudyRun> runs) {
    Map<String, StudyRun> byKey = new LinkedHashMap<>();
    Set<String> problems = new LinkedHashSet<>();
    for (StudyRun run : runs) {
      StudyRun same = byKey.putIfAbsent(run.key(), run);
      if (same == null) {
        continue;
      }
      if (!same.dataset().equals(run.dataset())) {
        problems.add(
            "%s: data sets '%s' and '%s' give the same run of arm '%s'; change a setting of one, or remove it"
                .formatted(file, same.dataset(), run.dataset(), run.arm()));
      } else if (List.of(same.arm(), run.arm()).contains(reference)) {
        problems.add(
            "%s: arm '%s' changes nothing: on %s it has the settings of the reference '%s'"
                .formatted(
                    file,
                    same.arm().equals(reference) ? run.arm() : same.arm(),
                    run.dataset(),
                    reference));
      } else {
        problems.add(
            "%s: arms '%s' and '%s' have the same settings on %s; change one, or remove it"
                .formatted(file, same.arm(), run.arm(), run.dataset()));
      }
    }
    return List.copyOf(problems);
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static String stem(Path file) {
    return file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new SpotInputException(file + " cannot be read: " + e, e);
    }
  }
}

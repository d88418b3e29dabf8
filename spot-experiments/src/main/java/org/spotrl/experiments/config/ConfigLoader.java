package org.spotrl.experiments.config;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.experiments.density.DensityFile;
import org.spotrl.tensorflow.density.training.DensityTraining;

/**
 * Loads configuration files. It reads, merges and checks them, and reports all problems at once.
 */
public final class ConfigLoader {

  /** MLflow's variable with the name of the experiment. */
  static final String EXPERIMENT_VARIABLE = "MLFLOW_EXPERIMENT_NAME";

  private final ComponentRegistry registry;
  private final String experiment;

  /**
   * A loader for these components. The environment variable {@code MLFLOW_EXPERIMENT_NAME} sets the
   * experiment of files that set none.
   */
  @Inject
  public ConfigLoader(ComponentRegistry registry) {
    this(registry, System.getenv().getOrDefault(EXPERIMENT_VARIABLE, ""));
  }

  ConfigLoader(ComponentRegistry registry, String experiment) {
    this.registry = registry;
    this.experiment = experiment.strip();
  }

  /**
   * Loads an experiment file.
   *
   * @param overrides {@code path=value} each, see {@link #load(Path, List, Consumer)}
   * @throws SpotInputException with a line {@code file:line:column: message} for each problem
   */
  public LoadedExperiment load(Path file, List<String> overrides) {
    return load(file, overrides, note -> {});
  }

  /**
   * Loads an experiment file.
   *
   * @param overrides {@code path=value} each; they are applied last, in their order. A path may be
   *     shortened to its end if only one setting has this end. The value of a text setting is the
   *     text itself, without quotes around it; other values are YAML
   * @param notes gets a line for each shortened path @throws SpotInputException with a line {@code
   *     file:line:column: message} for each problem
   */
  public LoadedExperiment load(Path file, List<String> overrides, Consumer<String> notes) {
    LoadedExperiment loaded =
        LoadedExperiment.of(
            load(
                "an experiment",
                ExperimentConfig.DEFAULTS,
                file,
                Changes.of(overrides),
                this::withExperimentOfEnvironment,
                ReservedTags::check,
                notes));
    requireFittingDensity(loaded.config());
    return loaded;
  }

  /**
   * Loads an experiment file with changes, for one run of a study.
   *
   * @param changes applied to the file in their order; problems are reported at their place
   * @param tags further tags of the run, also spot's own
   * @throws SpotInputException with a line {@code file:line:column: message} for each problem
   */
  public LoadedExperiment loadVariant(Path file, List<Settings> changes, Map<String, String> tags) {
    LoadedExperiment loaded =
        LoadedExperiment.of(
            load(
                "an experiment",
                ExperimentConfig.DEFAULTS,
                file,
                new Changes(changes, List.of(), tags),
                this::withExperimentOfEnvironment,
                ReservedTags::check,
                note -> {}));
    requireFittingDensity(loaded.config());
    return loaded;
  }

  /**
   * The names at the top of a file, without those of the files that it extends; empty if it is no
   * map.
   */
  public Set<String> names(Path file) {
    ConfigProblems problems = new ConfigProblems();
    List<Tree.Fields> layers = ConfigFiles.load(file, "an experiment", "'dataset'", problems);
    return layers.isEmpty() ? Set.of() : layers.get(layers.size() - 1).fields().keySet();
  }

  /**
   * Changes of a file, in the order in which they are applied.
   *
   * @param overrides {@code path=value} each
   * @param tags tags that are not checked
   */
  private record Changes(
      List<Settings> settings, List<String> overrides, Map<String, String> tags) {

    static Changes of(List<String> overrides) {
      return new Changes(List.of(), overrides, Map.of());
    }
  }

  /** Checks that a stored density was trained on the file's data, before the data is loaded. */
  private static void requireFittingDensity(ExperimentConfig config) {
    boolean trainsDensity = config.algorithm().type().name().equals(DensityTraining.TYPE.name());
    DensitySettings.of(config)
        .filter(density -> trainsDensity && !density.from().isEmpty())
        .ifPresent(
            density -> {
              throw new SpotInputException(
                  "algorithm.density.from is '%s', but the algorithm 'density' trains its density; leave 'from' out, or use the trained density in another algorithm"
                      .formatted(density.from()));
            });
    DensitySettings.of(config)
        .filter(density -> !density.from().isEmpty())
        .ifPresent(
            density ->
                DensityFile.find(density.from(), Path.of(TrackingConfig.DEFAULTS.folder()))
                    .requireSameData(
                        DensitySettings.data(
                            config, config.dataset().create().environmentId(), "")));
  }

  /**
   * Loads the configuration that a run has recorded, also with an earlier version of spot.
   *
   * @throws SpotInputException with a line {@code file:line:column: message} for each problem
   */
  public LoadedExperiment loadRecorded(Path file) {
    return loadRecorded(file, List.of(), note -> {});
  }

  /**
   * As above, with overrides.
   *
   * @param overrides {@code path=value} each, see {@link #load(Path, List, Consumer)}
   * @param notes gets a line for each shortened path
   * @throws SpotInputException with a line {@code file:line:column: message} for each problem
   */
  public LoadedExperiment loadRecorded(Path file, List<String> overrides, Consumer<String> notes) {
    return LoadedExperiment.of(
        load(
            "an experiment",
            ExperimentConfig.DEFAULTS,
            file,
            Changes.of(overrides),
            layers -> layers.stream().map(EarlierVersions::upgrade).toList(),
            (layers, problems) -> {},
            notes));
  }

  /**
   * Loads a file of any configuration record and the files that it extends.
   *
   * @param noun what the file describes, for messages: {@code an experiment}
   * @param defaults the values of settings that the file does not have
   * @param overrides {@code path=value} each, see {@link #load(Path, List, Consumer)}
   * @throws SpotInputException with a line {@code file:line:column: message} for each problem
   */
  public <C extends Record> LoadedConfig<C> load(
      String noun, C defaults, Path file, List<String> overrides) {
    return load(
        noun,
        defaults,
        file,
        Changes.of(overrides),
        UnaryOperator.identity(),
        (layers, problems) -> {},
        note -> {});
  }

  /**
   * Reads one setting of a configuration from an option of the command line.
   *
   * @param option the option, for messages
   * @param defaults the values of the other settings
   * @param yaml the setting's value
   * @throws SpotInputException with a line {@code option: message} for each problem
   */
  public <C extends Record> C option(String option, C defaults, String setting, String yaml) {
    ConfigProblems problems = new ConfigProblems();
    Origin origin = Origin.option(option);
    Optional<Tree> value = YamlReader.read(yaml, "an option", origin, problems);
    problems.throwIfAny();
    Tree.Fields layer =
        new Tree.Fields(
            origin,
            Map.of(
                setting,
                new Tree.Field(origin, value.orElseGet(() -> new Tree.Scalar(origin, "", true)))));
    SettingNames names = names(defaults, List.of(layer), origin);
    Optional<C> config =
        new SettingsBinder(registry, problems, names).bind(defaults, List.of(layer), origin);
    problems.throwIfAny();
    return config.orElseThrow();
  }

  private <C extends Record> LoadedConfig<C> load(
      String noun,
      C defaults,
      Path file,
      Changes changes,
      UnaryOperator<List<Tree.Fields>> change,
      BiConsumer<List<Tree.Fields>, ConfigProblems> check,
      Consumer<String> notes) {
    ConfigProblems problems = new ConfigProblems();
    List<Tree.Fields> read = ConfigFiles.load(file, noun, required(defaults), problems);
    if (read.isEmpty()) {
      changes
          .overrides()
          .forEach(each -> SettingOverride.read(each, SettingNames.NONE, problems, notes));
      problems.throwIfAny();
    }
    Origin top = read.get(read.size() - 1).origin();
    List<Tree.Fields> layers = new ArrayList<>(change.apply(read));
    SettingNames names = names(defaults, layers, top);
    for (Settings settings : changes.settings()) {
      for (Map.Entry<String, Tree.Field> each : settings.fields().fields().entrySet()) {
        SettingOverride.layer(each.getKey(), each.getValue(), names, problems)
            .ifPresent(layers::add);
      }
      names = names(defaults, layers, top);
    }
    for (String override : changes.overrides()) {
      Optional<Tree.Fields> layer = SettingOverride.read(override, names, problems, notes);
      if (layer.isPresent()) {
        layers.add(layer.get());
        names = names(defaults, layers, top);
      }
    }
    check.accept(layers, problems);
    if (!changes.tags().isEmpty()) {
      layers.add((Tree.Fields) Tree.of(Map.of("tags", changes.tags()), Origin.file("study")));
    }
    SettingsBinder binder = new SettingsBinder(registry, problems, names);
    Optional<C> config = binder.bind(defaults, layers, top);
    problems.throwIfAny();
    return LoadedConfig.of(config.orElseThrow(), binder.origins());
  }

  /** All settings, given the components that the layers select. */
  private SettingNames names(Record defaults, List<Tree.Fields> layers, Origin top) {
    SettingsBinder binder = new SettingsBinder(registry, new ConfigProblems(), SettingNames.NONE);
    binder.bind(defaults, layers, top);
    return binder.names();
  }

  private List<Tree.Fields> withExperimentOfEnvironment(List<Tree.Fields> layers) {
    if (experiment.isEmpty()) {
      return layers;
    }
    Origin origin = Origin.file(EXPERIMENT_VARIABLE);
    Tree name = new Tree.Scalar(origin, experiment, false);
    Tree.Fields lowest =
        new Tree.Fields(origin, Map.of("experiment", new Tree.Field(origin, name)));
    return Stream.concat(Stream.of(lowest), layers.stream()).toList();
  }

  /** The settings without a default: {@code 'dataset' and 'algorithm'}. */
  private static String required(Record defaults) {
    List<String> keys =
        RecordShape.of(defaults.getClass()).settings().stream()
            .filter(setting -> Unset.is(setting.valueIn(defaults)))
            .map(setting -> "'" + setting.key() + "'")
            .toList();
    return String.join(" and ", keys);
  }
}

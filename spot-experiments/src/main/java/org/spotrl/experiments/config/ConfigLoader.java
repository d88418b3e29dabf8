package org.spotrl.experiments.config;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.experiments.density.DensityFile;

/** Loads configuration files: reads, merges and checks them, and reports all problems together. */
public final class ConfigLoader {

  private final ComponentRegistry registry;

  /** A loader that knows these components. */
  @Inject
  public ConfigLoader(ComponentRegistry registry) {
    this.registry = registry;
  }

  /**
   * Loads an experiment file.
   *
   * @param overrides {@code path=value} each, applied last in their order; values are YAML
   * @throws SpotInputException with a line {@code file:line:column: message} for each problem
   */
  public LoadedExperiment load(Path file, List<String> overrides) {
    LoadedExperiment loaded =
        LoadedExperiment.of(load("an experiment", ExperimentConfig.DEFAULTS, file, overrides));
    requireFittingDensity(loaded.config());
    return loaded;
  }

  /** Checks a stored density against the data, as far as the file alone says which. */
  private static void requireFittingDensity(ExperimentConfig config) {
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
   * Loads the resolved configuration that a run has recorded, also one of an earlier version.
   *
   * @throws SpotInputException with a line {@code file:line:column: message} for each problem
   */
  public LoadedExperiment loadRecorded(Path file) {
    return LoadedExperiment.of(
        load(
            "an experiment", ExperimentConfig.DEFAULTS, file, List.of(), EarlierVersions::upgrade));
  }

  /**
   * Loads a file of any configuration record, with all files that it extends.
   *
   * @param noun what the file is, for messages: {@code an experiment}
   * @param defaults the values of what the file leaves out
   * @param overrides {@code path=value} each, applied last in their order; values are YAML
   * @throws SpotInputException with a line {@code file:line:column: message} for each problem
   */
  public <C extends Record> LoadedConfig<C> load(
      String noun, C defaults, Path file, List<String> overrides) {
    return load(noun, defaults, file, overrides, UnaryOperator.identity());
  }

  private <C extends Record> LoadedConfig<C> load(
      String noun,
      C defaults,
      Path file,
      List<String> overrides,
      UnaryOperator<Tree.Fields> upgrade) {
    ConfigProblems problems = new ConfigProblems();
    List<Tree.Fields> layers =
        new ArrayList<>(ConfigFiles.load(file, noun, required(defaults), problems));
    layers.replaceAll(upgrade);
    boolean unreadable = layers.isEmpty();
    Origin top = unreadable ? Origin.file("") : layers.get(layers.size() - 1).origin();
    for (String override : overrides) {
      override(override, noun, problems).ifPresent(layers::add);
    }
    if (unreadable) {
      problems.throwIfAny();
    }
    SettingsBinder binder = new SettingsBinder(registry, problems);
    Optional<C> config = binder.bind(defaults, layers, top);
    problems.throwIfAny();
    return LoadedConfig.of(config.orElseThrow(), binder.origins());
  }

  /** The settings that have no default, quoted: {@code 'dataset' and 'algorithm'}. */
  private static String required(Record defaults) {
    List<String> keys =
        RecordShape.of(defaults.getClass()).settings().stream()
            .filter(setting -> Unset.is(setting.valueIn(defaults)))
            .map(setting -> "'" + setting.key() + "'")
            .toList();
    return String.join(" and ", keys);
  }

  private static Optional<Tree.Fields> override(
      String override, String noun, ConfigProblems problems) {
    int sign = override.indexOf('=');
    String path = sign < 0 ? override : override.substring(0, sign).strip();
    Origin origin = Origin.override(path.isEmpty() ? override : path);
    List<String> keys = Arrays.asList(path.split("\\.", -1));
    if (sign < 0 || keys.contains("")) {
      problems.add(origin, "write an override as path=value, for example algorithm.discount=0.99");
      return Optional.empty();
    }
    if (path.equals(ConfigFiles.EXTENDS)) {
      problems.add(origin, "'extends' belongs into a file; name that file instead");
      return Optional.empty();
    }
    int before = problems.count();
    Optional<Tree> value = YamlReader.read(override.substring(sign + 1), noun, origin, problems);
    if (problems.count() > before) {
      return Optional.empty();
    }
    Tree tree = value.orElseGet(() -> new Tree.Scalar(origin, "", true));
    for (int i = keys.size() - 1; i >= 0; i--) {
      Origin here = Origin.override(String.join(".", keys.subList(0, i + 1)));
      tree = new Tree.Fields(here, Map.of(keys.get(i), new Tree.Field(here, tree)));
    }
    return Optional.of((Tree.Fields) tree);
  }
}

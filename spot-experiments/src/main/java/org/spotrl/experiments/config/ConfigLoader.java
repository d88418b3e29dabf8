package org.spotrl.experiments.config;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.spotrl.api.error.SpotInputException;

/** Loads experiment files: reads, merges and checks them, and tells all that is wrong at once. */
public final class ConfigLoader {

  private final ComponentRegistry registry;

  /** A loader that knows these components. */
  @Inject
  public ConfigLoader(ComponentRegistry registry) {
    this.registry = registry;
  }

  /**
   * Loads a file with all it extends.
   *
   * @param overrides {@code path=value} each, applied last in their order; values are YAML
   * @throws SpotInputException with a line {@code file:line:column: message} for each fault
   */
  public LoadedExperiment load(Path file, List<String> overrides) {
    ConfigProblems problems = new ConfigProblems();
    List<Tree.Fields> layers = new ArrayList<>(ConfigFiles.load(file, problems));
    List<Tree.Fields> overriding = Overrides.read(overrides, problems);
    if (layers.isEmpty()) {
      problems.throwIfAny();
    }
    layers.addAll(overriding);
    SettingsMerger merger = new SettingsMerger(registry);
    Tree.Fields merged = layers.get(0);
    for (Tree.Fields layer : layers.subList(1, layers.size())) {
      merged = merger.merge(ExperimentConfig.DEFAULTS, merged, layer);
    }
    SettingsBinder binder = new SettingsBinder(registry, problems);
    Optional<ExperimentConfig> config = binder.bind(merged);
    problems.throwIfAny();
    return LoadedExperiment.of(config.orElseThrow(), binder.origins());
  }
}

package org.spotrl.experiments.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.host.AtomicFiles;
import org.spotrl.experiments.config.DensitySettings;
import org.spotrl.experiments.config.ExperimentConfig;
import org.spotrl.experiments.density.DensityFile;

/**
 * A stored density that a configuration names with {@code density.from}.
 *
 * @param runId the run that trained it
 * @param folder its folder
 * @param weights its weights
 */
record GivenDensity(String runId, Path folder, StateDict weights) {

  /**
   * Reads the density of {@code density.from}, if it is set.
   *
   * @throws org.spotrl.api.error.SpotInputException if it is missing, has changed, or was trained
   *     on other data
   */
  static Optional<GivenDensity> of(ExperimentConfig config, PreparedData data) {
    return DensitySettings.of(config).flatMap(density -> of(density, config, data));
  }

  /** The same for one density of the configuration. */
  static Optional<GivenDensity> of(
      DensitySettings density, ExperimentConfig config, PreparedData data) {
    if (density.from().isEmpty()) {
      return Optional.empty();
    }
    DensityFile file = DensityFile.find(density.from(), Path.of(LocalRun.DEFAULT_ROOT));
    file.requireSameData(DensitySettings.data(config, data.environment().id(), data.digest()));
    StateDict weights =
        file.weights(density.sha256().isEmpty() ? file.description().sha256() : density.sha256());
    return Optional.of(new GivenDensity(file.description().runId(), file.folder(), weights));
  }

  /** Stores the trained density in the run's artifacts, if its method has one. */
  static void store(RunContext context, String trainedBy, StateDict weights) {
    Optional<DensitySettings> density = DensitySettings.of(context.config());
    if (density.isEmpty()) {
      return;
    }
    PreparedData data = context.data();
    try {
      Path folder = Files.createTempDirectory("spot-density");
      DensityFile.write(
          folder,
          trainedBy,
          DensitySettings.data(context.config(), data.environment().id(), data.digest()),
          density.get().settings(),
          weights);
      context.run().artifact(DensityFile.ARTIFACT, folder);
      AtomicFiles.deleteTree(folder);
    } catch (IOException e) {
      throw new SpotRunException("cannot write the density: " + e.getMessage(), e);
    }
  }
}

package org.spotrl.cli;

import org.spotrl.experiments.density.DensityStore;
import org.spotrl.experiments.run.ExperimentRunner;
import picocli.CommandLine.Option;

/** Whether a command's runs share their trained densities. */
final class DensityOptions {

  @Option(
      names = "--no-density-cache",
      description = "Trains every density again; the numbers are the same.")
  private boolean off;

  /** Lets the runs share densities, unless the user does not want that. */
  void apply(ExperimentRunner runner) {
    if (!off) {
      DensityStore.ofUser().ifPresent(runner::shareDensities);
    }
  }
}

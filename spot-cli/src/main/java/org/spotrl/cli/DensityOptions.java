package org.spotrl.cli;

import org.spotrl.experiments.density.DensityStore;
import org.spotrl.experiments.run.ExperimentRunner;
import picocli.CommandLine.Option;

/** The option {@code --no-density-cache}. */
final class DensityOptions {

  @Option(
      names = "--no-density-cache",
      description = "Trains every density again, with the same results.")
  private boolean off;

  /** Enables the density cache, unless the option is given. */
  void apply(ExperimentRunner runner) {
    if (!off) {
      DensityStore.ofUser().ifPresent(runner::shareDensities);
    }
  }
}

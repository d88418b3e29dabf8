package org.spotrl.cli;

import org.spotrl.experiments.cache.ResultCache;
import org.spotrl.experiments.run.ExperimentRunner;
import picocli.CommandLine.Option;

/** The option {@code --no-density-cache}, and the caches that runs share. */
final class CacheOptions {

  @Option(
      names = "--no-density-cache",
      description = "Trains every density again, with the same results.")
  private boolean off;

  /** Enables the density cache, unless the option is given, and the cache of collected data. */
  void apply(ExperimentRunner runner) {
    if (!off) {
      ResultCache.ofUser(ResultCache.Content.DENSITIES).ifPresent(runner::shareDensities);
    }
    ResultCache.ofUser(ResultCache.Content.DATA).ifPresent(runner::cacheData);
  }

  /** As {@link #apply}, for one of several processes that train on the same data. */
  void applyBesideOthers(ExperimentRunner runner) {
    apply(runner);
    ResultCache.ofUser(ResultCache.Content.DATA).ifPresent(runner::shareDataMemory);
  }
}

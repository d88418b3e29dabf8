package org.spotrl.experiments.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.spotrl.api.data.DatasetSource;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.env.EnvironmentSpec;
import org.spotrl.api.error.SpotException;
import org.spotrl.api.progress.ProgressListener;
import org.spotrl.experiments.config.ExperimentConfig;
import org.spotrl.experiments.measure.RunTimes;

/**
 * Loads and prepares the data of runs. It keeps the last prepared data, because the next run often
 * uses the same data with another seed.
 */
final class DataPreparation {

  private final Environments environments;
  private List<Object> settings = List.of();
  private @Nullable PreparedData last;
  private Optional<DataCache> cache = Optional.empty();
  private Optional<Path> sharedFolder = Optional.empty();

  DataPreparation(Environments environments) {
    this.environments = environments;
  }

  /** Takes collected data from a cache, and adds it. */
  void cacheIn(DataCache collected) {
    cache = Optional.of(collected);
  }

  /** Shares the data's memory with other processes that use this folder. */
  void shareIn(Path folder) {
    sharedFolder = Optional.of(folder);
  }

  /**
   * Loads and prepares the data of a run.
   *
   * @param watch gets the time of loading and preparing
   * @param stop ends loading
   * @throws org.spotrl.api.error.SpotInputException if the data does not match its environment, or
   *     the environment cannot run here
   */
  PreparedData prepare(
      ExperimentConfig config, RunTimes watch, RunReporter reporter, StopSignal stop) {
    try {
      return prepareUnlessStopped(config, watch, reporter, stop);
    } catch (SpotException e) {
      // After a stop, a failed download is not an error.
      stop.check();
      throw e;
    }
  }

  private PreparedData prepareUnlessStopped(
      ExperimentConfig config, RunTimes watch, RunReporter reporter, StopSignal stop) {
    DatasetSource source = config.dataset().create();
    boolean evaluated = config.evaluation().usesEnvironment();
    EnvironmentSpec environment = environments.specification(source, evaluated);
    if (evaluated) {
      // Fails now, not at the first evaluation, if the environment cannot run here.
      environments.suiteOf(environment.id()).create(environment.id()).close();
    }
    PreparedData data =
        watch.during(
            RunTimes.DATA,
            () -> {
              ProgressListener progress = stop.ending(reporter);
              return prepared(
                  config,
                  environment,
                  source.description(),
                  () ->
                      cache.isPresent()
                          ? cache.get().load(source, reporter, progress, stop)
                          : source.load(progress));
            });
    reporter.dataReady(data);
    if (Double.isInfinite(environment.maxAction())) {
      reporter.notice(
          "           actions are taken to lie in [-%1$s, %1$s]; the data's largest is %2$s.%n           Another bound: dataset.max_action"
              .formatted(data.environment().maxAction(), data.statistics().maxAbsoluteAction()));
    }
    return data;
  }

  private PreparedData prepared(
      ExperimentConfig config,
      EnvironmentSpec environment,
      String source,
      Supplier<Trajectories> loading) {
    List<Object> wanted =
        List.of(
            config.dataset(),
            config.trajectories(),
            config.rewards(),
            config.normalizeObservations());
    if (last == null || !settings.equals(wanted)) {
      // Frees the memory of the last data before the next is loaded.
      last = null;
      last =
          PreparedData.of(
              loading.get(),
              source,
              environment,
              config.trajectories().create(),
              config.rewards().create(),
              config.normalizeObservations());
      if (sharedFolder.isPresent()) {
        last = last.sharedIn(sharedFolder.get());
      }
      settings = wanted;
    }
    return last;
  }
}

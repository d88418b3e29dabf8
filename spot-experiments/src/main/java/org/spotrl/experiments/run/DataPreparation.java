package org.spotrl.experiments.run;

import org.jspecify.annotations.Nullable;
import org.spotrl.api.component.Component;
import org.spotrl.api.data.Dataset;
import org.spotrl.api.data.DatasetSource;
import org.spotrl.api.env.EnvironmentSpec;
import org.spotrl.api.env.EnvironmentSuite;
import org.spotrl.experiments.config.ExperimentConfig;
import org.spotrl.experiments.measure.RunTimes;

/**
 * Loads the data of runs and makes it ready for their training. The last data set is kept, as the
 * next run is often of the same one with another seed.
 */
final class DataPreparation {

  private final Environments environments;
  private @Nullable Loaded last;

  private record Loaded(Component<DatasetSource> source, Dataset dataset, String description) {}

  DataPreparation(Environments environments) {
    this.environments = environments;
  }

  /**
   * The data that a run trains on.
   *
   * @param watch gets the time that it takes
   * @throws org.spotrl.api.error.SpotInputException if the data does not fit its environment, or
   *     that cannot run here
   */
  PreparedData prepare(ExperimentConfig config, RunTimes watch, RunReporter reporter) {
    Component<DatasetSource> component = config.dataset();
    DatasetSource source = component.create();
    EnvironmentSuite suite = environments.suiteOf(source.environmentId());
    EnvironmentSpec environment = suite.specification(source.environmentId());
    // Now, not at the first evaluation: what it runs on may be missing.
    suite.create(environment.id()).close();
    PreparedData data =
        watch.during(
            RunTimes.DATA,
            () -> {
              Loaded loaded = loaded(component, source, reporter);
              return PreparedData.of(
                  loaded.dataset(),
                  loaded.description(),
                  environment,
                  config.normalizeObservations(),
                  config.rewards().create());
            });
    reporter.dataReady(data);
    return data;
  }

  private Loaded loaded(
      Component<DatasetSource> component, DatasetSource source, RunReporter reporter) {
    Loaded loaded = last;
    if (loaded == null || !loaded.source().equals(component)) {
      loaded = new Loaded(component, source.load(reporter), source.description());
      last = loaded;
    }
    return loaded;
  }
}

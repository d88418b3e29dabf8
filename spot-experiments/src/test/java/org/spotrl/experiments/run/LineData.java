package org.spotrl.experiments.run;

import java.util.Map;
import java.util.Optional;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.component.Setting;
import org.spotrl.api.data.DatasetSource;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.env.EnvironmentSpec;
import org.spotrl.api.progress.ProgressListener;

/** The data source of {@link LineWorld}. */
final class LineData {

  private float drift;
  private int loads;
  private Runnable loading = () -> {};

  record Config(@Setting("Id of the environment.") String environment) {}

  ComponentType<Config, DatasetSource> type() {
    return new ComponentType<>(
        DatasetSource.class, "line", "Points on a line.", new Config(LineWorld.ID), Source::new);
  }

  /** Calls this when the data is loaded. */
  void whenLoading(Runnable action) {
    loading = action;
  }

  /** Changes the data without changing the settings. */
  void drift(float shift) {
    drift = shift;
  }

  /** The number of loads. */
  int loads() {
    return loads;
  }

  private final class Source implements DatasetSource {
    private final Config config;

    Source(Config config) {
      this.config = config;
    }

    @Override
    public String environmentId() {
      return config.environment();
    }

    @Override
    public Optional<EnvironmentSpec> specification() {
      return Optional.of(LineWorld.SPEC);
    }

    @Override
    public Trajectories load(ProgressListener progress) {
      loads++;
      loading.run();
      progress.report("loading", 12, 12, Map.of());
      return LineWorld.data(drift);
    }

    @Override
    public String description() {
      return "a test";
    }
  }
}

package org.spotrl.baselines.mixture;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.spotrl.api.component.Bounds;
import org.spotrl.api.component.Setting;

/** Settings of the mixture of Gaussians; see {@link #DEFAULTS}. */
@RecordBuilder
public record GaussianMixtureDensityConfig(
    @Setting(
            value = "Hidden layer sizes.",
            min = 1,
            source = "as many parameters as the CVAE's two networks")
        List<Integer> hidden,
    @Setting(
            value = "Number of Gaussians; 1 is the density 'gaussian'.",
            min = 1,
            max = 1000,
            source = "Bishop 1994 leaves it open; 5 as in robomimic")
        int components,
    @Setting(
            value = "Minimum log standard deviation; lower values are clipped to it.",
            source = "as the density 'gaussian'")
        double logStdMin,
    @Setting(
            value = "Maximum log standard deviation; higher values are clipped to it.",
            source = "as the density 'gaussian'")
        double logStdMax,
    @Setting(value = "Learning rate of Adam.", min = 0, aboveMin = true, source = "as the CVAE's")
        double learningRate,
    @Setting(value = "Number of updates of the density phase.", min = 0, source = "as the CVAE's")
        long updates,
    @Setting(value = "Batch size in transitions.", min = 1, source = "as the CVAE's") int batchSize,
    @Setting(
            value =
                "Trained density to use instead of training one: a run (id, name or folder) or its folder artifacts/density. It also gives the other settings.")
        String from,
    @Setting("SHA-256 of its weights; empty: any.") String fromSha256) {

  /** Five Gaussians, the training settings of SPOT's CVAE and as many parameters. */
  public static final GaussianMixtureDensityConfig DEFAULTS =
      new GaussianMixtureDensityConfig(List.of(1024, 1024), 5, -4, 2, 1e-3, 100_001, 256, "", "");

  /**
   * Copies the list and checks the bounds.
   *
   * @throws org.spotrl.api.error.SpotInputException if the bounds of the log standard deviation are
   *     not in order
   */
  public GaussianMixtureDensityConfig {
    hidden = List.copyOf(hidden);
    Bounds.requireAscending("log_std_min", logStdMin, "log_std_max", logStdMax);
  }

  /** A builder that starts from the defaults. */
  public static GaussianMixtureDensityConfigBuilder builder() {
    return GaussianMixtureDensityConfigBuilder.builder(DEFAULTS);
  }
}

package org.spotrl.baselines.gaussian;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.spotrl.api.component.Bounds;
import org.spotrl.api.component.Setting;

/** Settings of the Gaussian behaviour density; see {@link #DEFAULTS}. */
@RecordBuilder
public record GaussianDensityConfig(
    @Setting(value = "Hidden layer sizes.", min = 1, source = "as the CVAE's") List<Integer> hidden,
    @Setting(
            value = "Minimum log standard deviation; lower values are clipped to it.",
            source = "as the CVAE's encoder")
        double logStdMin,
    @Setting(
            value = "Maximum log standard deviation; higher values are clipped to it.",
            source = "as in IQL and CQL")
        double logStdMax,
    @Setting(value = "Learning rate of Adam.", min = 0, aboveMin = true, source = "as the CVAE's")
        double learningRate,
    @Setting(value = "Number of updates of the density phase.", min = 0, source = "as the CVAE's")
        long updates,
    @Setting(value = "Batch size in transitions.", min = 1, source = "as the CVAE's") int batchSize,
    @Setting(
            value =
                "Trained density to use instead of training one: a run (id, name or folder) or its folder artifacts/density. It also gives the other settings.",
            addedLater = true)
        String from,
    @Setting(value = "SHA-256 of its weights; empty: any.", addedLater = true) String fromSha256) {

  /**
   * The network sizes and training settings of SPOT's CVAE, so that an ablation changes only the
   * distribution. SPOT's authors have no Gaussian density.
   */
  public static final GaussianDensityConfig DEFAULTS =
      new GaussianDensityConfig(List.of(750, 750), -4, 2, 1e-3, 100_001, 256, "", "");

  /**
   * Copies the list and checks the bounds.
   *
   * @throws org.spotrl.api.error.SpotInputException if the bounds of the log standard deviation are
   *     not in order
   */
  public GaussianDensityConfig {
    hidden = List.copyOf(hidden);
    Bounds.requireAscending("log_std_min", logStdMin, "log_std_max", logStdMax);
  }

  /** A builder that starts from the defaults. */
  public static GaussianDensityConfigBuilder builder() {
    return GaussianDensityConfigBuilder.builder(DEFAULTS);
  }
}

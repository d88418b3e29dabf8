package org.spotrl.baselines.gaussian;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.spotrl.api.component.Setting;
import org.spotrl.api.error.SpotInputException;

/** Settings of the Gaussian behaviour density; see {@link #DEFAULTS}. */
@RecordBuilder
public record GaussianDensityConfig(
    @Setting(value = "Hidden layers.", min = 1, source = "as the CVAE's") List<Integer> hidden,
    @Setting(
            value = "Least log standard deviation; below it the standard deviation stays put.",
            source = "as the CVAE's encoder")
        double logStdMin,
    @Setting(value = "Greatest log standard deviation.", source = "as in IQL and CQL")
        double logStdMax,
    @Setting(value = "Adam's learning rate.", min = 0, aboveMin = true, source = "as the CVAE's")
        double learningRate,
    @Setting(value = "Updates of the density phase.", min = 0, source = "as the CVAE's")
        long updates,
    @Setting(value = "Transitions in an update.", min = 1, source = "as the CVAE's")
        int batchSize) {

  /**
   * Size and training of SPOT's CVAE, so that an ablation changes the family of distributions
   * alone. SPOT's authors publish no Gaussian.
   */
  public static final GaussianDensityConfig DEFAULTS =
      new GaussianDensityConfig(List.of(750, 750), -4, 2, 1e-3, 100_001, 256);

  /**
   * Settings with an unmodifiable copy of the list.
   *
   * @throws SpotInputException if the bounds of the log standard deviation are not in order
   */
  public GaussianDensityConfig {
    hidden = List.copyOf(hidden);
    if (!(logStdMin < logStdMax)) {
      throw new SpotInputException(
          "the Gaussian density's log_std_min is %s and its log_std_max %s; the first must be the smaller one"
              .formatted(logStdMin, logStdMax));
    }
  }

  /** A builder that starts from the defaults. */
  public static GaussianDensityConfigBuilder builder() {
    return GaussianDensityConfigBuilder.builder(DEFAULTS);
  }
}

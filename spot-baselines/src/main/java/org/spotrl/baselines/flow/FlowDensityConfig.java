package org.spotrl.baselines.flow;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.spotrl.api.component.Setting;
import org.spotrl.api.error.SpotInputException;

/** Settings of the normalising flow; see {@link #DEFAULTS}. */
@RecordBuilder
public record FlowDensityConfig(
    @Setting(
            value = "Hidden layer sizes of the masked network.",
            min = 1,
            source = "as many parameters as the CVAE's two networks")
        List<Integer> hidden,
    @Setting(
            value = "Bins of the spline of each action dimension.",
            min = 2,
            max = 1000,
            source = "Durkan et al. 2019: 8")
        int bins,
    @Setting(
            value =
                "Minimum width of a bin in maximum actions; the log density is at most log(2 / width) for each action dimension.",
            min = 0,
            aboveMin = true,
            source = "as high as a Gaussian with log_std_min -4")
        double minBinWidth,
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

  /** Eight bins, the training settings of SPOT's CVAE and as many parameters. */
  public static final FlowDensityConfig DEFAULTS =
      new FlowDensityConfig(List.of(1024, 1024), 8, 0.1, 1e-3, 100_001, 256, "", "");

  /**
   * Copies the list and checks that the bins fit.
   *
   * @throws SpotInputException if the narrowest bins are wider than the range of actions
   */
  public FlowDensityConfig {
    hidden = List.copyOf(hidden);
    if (!(bins * minBinWidth < RationalQuadraticSpline.RANGE)) {
      throw new SpotInputException(
          "bins %d of min_bin_width %s are %s wide together, but actions have a range of %s (from -1 to 1 in maximum actions); choose fewer or narrower bins"
              .formatted(bins, minBinWidth, bins * minBinWidth, RationalQuadraticSpline.RANGE));
    }
  }

  /** A builder that starts from the defaults. */
  public static FlowDensityConfigBuilder builder() {
    return FlowDensityConfigBuilder.builder(DEFAULTS);
  }
}

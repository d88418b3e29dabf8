package org.spotrl.tensorflow.evaluation;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.spotrl.api.component.Setting;

/** Settings of fitted Q evaluation; see {@link #DEFAULTS}. */
@RecordBuilder
public record FittedQConfig(
    @Setting(
            value = "Number of updates.",
            min = 1,
            source = "d3rlpy's example of policy selection; Fu et al. 2021, code: 1,000,000")
        long updates,
    @Setting(
            value = "Batch size in transitions.",
            min = 1,
            source = "Fu et al. 2021, code (google-research/policy_eval)")
        int batchSize,
    @Setting(
            value = "Widths of the hidden layers of Q.",
            min = 1,
            source = "Fu et al. 2021, code (google-research/policy_eval)")
        List<Integer> hidden,
    @Setting(
            value = "Learning rate of Adam.",
            min = 0,
            aboveMin = true,
            source = "Fu et al. 2021, code (google-research/policy_eval)")
        double learningRate,
    @Setting(
            value = "Soft-update coefficient of the target network, in every update.",
            min = 0,
            aboveMin = true,
            max = 1,
            source = "Fu et al. 2021, code (google-research/policy_eval)")
        double tau,
    @Setting(
            value = "Discount factor gamma of the value; the same for all runs.",
            min = 0,
            max = 1,
            source = "Fu et al. 2021, code (google-research/policy_eval)")
        double discount) {

  /** The values of Fu et al.'s code, with a tenth of its updates. */
  public static final FittedQConfig DEFAULTS =
      new FittedQConfig(100_000, 256, List.of(256, 256), 3e-4, 0.005, 0.99);

  /** Copies the widths. */
  public FittedQConfig {
    hidden = List.copyOf(hidden);
  }

  /** A builder that starts from {@link #DEFAULTS}. */
  public static FittedQConfigBuilder builder() {
    return FittedQConfigBuilder.builder(DEFAULTS);
  }
}

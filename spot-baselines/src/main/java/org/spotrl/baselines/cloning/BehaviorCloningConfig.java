package org.spotrl.baselines.cloning;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.spotrl.api.component.Setting;

/** Settings of behaviour cloning; see {@link #DEFAULTS}. */
@RecordBuilder
public record BehaviorCloningConfig(
    @Setting(
            value = "Number of updates of the policy phase.",
            min = 1,
            source = "CORL, any-percent BC",
            label = "{}-updates")
        long updates,
    @Setting(
            value = "Batch size in transitions.",
            min = 1,
            source = "CORL, any-percent BC",
            label = "batch")
        int batchSize,
    @Setting(value = "Hidden layer sizes of the actor.", min = 1, source = "CORL, any-percent BC")
        List<Integer> hidden,
    @Setting(
            value = "Learning rate of Adam.",
            min = 0,
            aboveMin = true,
            source = "CORL, any-percent BC",
            label = "lr")
        double learningRate) {

  /** CORL's settings for cloning the whole data set. */
  public static final BehaviorCloningConfig DEFAULTS =
      new BehaviorCloningConfig(1_000_000, 256, List.of(256, 256), 3e-4);

  /** Copies the list. */
  public BehaviorCloningConfig {
    hidden = List.copyOf(hidden);
  }

  /** A builder that starts from the defaults. */
  public static BehaviorCloningConfigBuilder builder() {
    return BehaviorCloningConfigBuilder.builder(DEFAULTS);
  }
}

package org.spotrl.baselines.awac;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.spotrl.api.component.Bounds;
import org.spotrl.api.component.Setting;

/** Settings of AWAC; see {@link #DEFAULTS}. */
@RecordBuilder
public record AwacConfig(
    @Setting(
            value = "Number of updates of the policy phase.",
            min = 1,
            source = "CORL, awac.py",
            label = "{}-updates")
        long updates,
    @Setting(
            value = "Batch size in transitions.",
            min = 1,
            source = "CORL, awac.py",
            label = "batch")
        int batchSize,
    @Setting(value = "Discount factor gamma.", min = 0, max = 1, source = "CORL, awac.py")
        double discount,
    @Setting(
            value = "Soft-update coefficient of the target networks (Polyak averaging).",
            min = 0,
            max = 1,
            source = "CORL, awac.py")
        double tau,
    @Setting(
            value =
                "Temperature of the weights exp(advantage / lambda); 0.1 for mazes, 0.3333 for Gym.",
            min = 0,
            aboveMin = true,
            source = "CORL, configs",
            label = "lambda")
        double lambda,
    @Setting(value = "Maximum of the weights.", min = 0, aboveMin = true, source = "CORL, awac.py")
        double weightCap,
    @Setting(value = "Hidden layer sizes of the policy.", min = 1, source = "CORL, awac.py")
        List<Integer> actorHidden,
    @Setting(value = "Hidden layer sizes of each critic.", min = 1, source = "CORL, awac.py")
        List<Integer> criticHidden,
    @Setting(
            value = "Learning rate of Adam for all networks.",
            min = 0,
            aboveMin = true,
            source = "CORL, awac.py",
            label = "lr")
        double learningRate,
    @Setting(value = "Minimum of the policy's log standard deviation.", source = "CORL, awac.py")
        double logStdMin,
    @Setting(value = "Maximum of the policy's log standard deviation.", source = "CORL, awac.py")
        double logStdMax) {

  /** CORL's settings, with the temperature of its Gym configurations. */
  public static final AwacConfig DEFAULTS =
      new AwacConfig(
          1_000_000,
          256,
          0.99,
          0.005,
          0.3333,
          100,
          List.of(256, 256, 256),
          List.of(256, 256, 256),
          3e-4,
          -20,
          2);

  /** Copies the lists. */
  public AwacConfig {
    actorHidden = List.copyOf(actorHidden);
    criticHidden = List.copyOf(criticHidden);
    Bounds.requireAscending("log_std_min", logStdMin, "log_std_max", logStdMax);
  }

  /** A builder that starts from the defaults. */
  public static AwacConfigBuilder builder() {
    return AwacConfigBuilder.builder(DEFAULTS);
  }
}

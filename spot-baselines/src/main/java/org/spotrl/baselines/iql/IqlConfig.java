package org.spotrl.baselines.iql;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.spotrl.api.component.Bounds;
import org.spotrl.api.component.Setting;
import org.spotrl.tensorflow.optimizer.LearningRate;

/** Settings of implicit Q-learning; see {@link #DEFAULTS}. */
@RecordBuilder
public record IqlConfig(
    @Setting(
            value = "Number of updates of the policy phase.",
            min = 1,
            source = "Kostrikov et al. 2022",
            label = "{}-updates")
        long updates,
    @Setting(
            value = "Batch size in transitions.",
            min = 1,
            source = "Kostrikov et al. 2022",
            label = "batch")
        int batchSize,
    @Setting(value = "Discount factor gamma.", min = 0, max = 1, source = "Kostrikov et al. 2022")
        double discount,
    @Setting(
            value = "Soft-update coefficient of the target critics (Polyak averaging).",
            min = 0,
            max = 1,
            source = "Kostrikov et al. 2022")
        double tau,
    @Setting(
            value = "Expectile of Q that V learns.",
            min = 0,
            max = 1,
            source = "Kostrikov et al. 2022, Gym; 0.9 for AntMaze",
            label = "expectile")
        double expectile,
    @Setting(
            value = "Inverse temperature of the advantage weights.",
            min = 0,
            source = "Kostrikov et al. 2022, Gym; 10 for AntMaze",
            label = "beta")
        double beta,
    @Setting(
            value = "Maximum advantage weight.",
            min = 0,
            aboveMin = true,
            source = "Kostrikov et al. 2022")
        double weightCap,
    @Setting(
            value =
                "The policy: stochastic learns by weighted log-likelihood, deterministic by weighted squared error.",
            source =
                "Kostrikov et al. 2022; CORL: deterministic for hopper-medium and -medium-replay",
            addedLater = true,
            label = "{}")
        Policy policy,
    @Setting(value = "Hidden layer sizes of the actor.", min = 1, source = "Kostrikov et al. 2022")
        List<Integer> actorHidden,
    @Setting(
            value = "Hidden layer sizes of each critic.",
            min = 1,
            source = "Kostrikov et al. 2022")
        List<Integer> criticHidden,
    @Setting(value = "Hidden layer sizes of V.", min = 1, source = "Kostrikov et al. 2022")
        List<Integer> valueHidden,
    @Setting(
            value = "Learning rate of Adam for V, the critics and the actor.",
            min = 0,
            aboveMin = true,
            source = "Kostrikov et al. 2022",
            label = "lr")
        double learningRate,
    @Setting(
            value = "Learning-rate schedule of the actor.",
            source = "Kostrikov et al. 2022: cosine")
        LearningRate.Schedule actorSchedule,
    @Setting(
            value =
                "Length of the actor's learning-rate schedule in updates; 0 means all updates of the phase.",
            min = 0,
            source = "CORL")
        long actorScheduleUpdates,
    @Setting(
            value = "Minimum log standard deviation of a stochastic actor.",
            source = "CORL; authors: -5")
        double logStdMin,
    @Setting(
            value = "Maximum log standard deviation of a stochastic actor.",
            source = "CORL and authors")
        double logStdMax) {

  /** What the policy gives at a state. */
  public enum Policy {
    /** A normal distribution whose standard deviation does not depend on the state. */
    STOCHASTIC,
    /** One action (CORL's {@code iql_deterministic}). */
    DETERMINISTIC
  }

  /** The authors' settings for the Gym tasks. */
  public static final IqlConfig DEFAULTS =
      new IqlConfig(
          1_000_000,
          256,
          0.99,
          0.005,
          0.7,
          3,
          100,
          Policy.STOCHASTIC,
          List.of(256, 256),
          List.of(256, 256),
          List.of(256, 256),
          3e-4,
          LearningRate.Schedule.COSINE,
          0,
          -20,
          2);

  /**
   * Copies the lists.
   *
   * @throws org.spotrl.api.error.SpotInputException if the bounds of the log standard deviation are
   *     not in order
   */
  public IqlConfig {
    actorHidden = List.copyOf(actorHidden);
    criticHidden = List.copyOf(criticHidden);
    valueHidden = List.copyOf(valueHidden);
    Bounds.requireAscending("log_std_min", logStdMin, "log_std_max", logStdMax);
  }

  /** A builder that starts from the defaults. */
  public static IqlConfigBuilder builder() {
    return IqlConfigBuilder.builder(DEFAULTS);
  }
}

package org.spotrl.tensorflow.actorcritic;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.spotrl.api.component.Component;
import org.spotrl.api.component.Setting;
import org.spotrl.tensorflow.regularizer.DensityRegularizer;
import org.spotrl.tensorflow.regularizer.NoRegularizer;
import org.spotrl.tensorflow.regularizer.Regularizer;

/**
 * Settings of an actor-critic with a policy regulariser; {@link #TD3}, {@link #SPOT} and {@link
 * #SAC} are presets.
 */
@RecordBuilder
public record ActorCriticConfig(
    @Setting(
            value = "The actor-critic that the regulariser is added to.",
            source = "SPOT, all tasks: td3; the paper's ablation: sac",
            addedLater = true,
            label = "{}")
        Backbone backbone,
    @Setting(
            value = "Number of updates of the policy phase.",
            min = 1,
            source = "SPOT, all tasks",
            label = "{}-updates")
        long updates,
    @Setting(
            value = "Batch size in transitions.",
            min = 1,
            source = "SPOT, all tasks",
            label = "batch")
        int batchSize,
    @Setting(value = "Discount factor gamma.", min = 0, max = 1, source = "SPOT, all tasks")
        double discount,
    @Setting(
            value = "Soft-update coefficient of the target networks (Polyak averaging).",
            min = 0,
            max = 1,
            source = "Fujimoto et al. 2018")
        double tau,
    @Setting(
            value =
                "Standard deviation of the noise on the target policy's actions, as a fraction of the maximum action; TD3 only.",
            min = 0,
            source = "Fujimoto et al. 2018")
        double policyNoise,
    @Setting(
            value =
                "The noise on the target policy's actions is clipped to this bound, a fraction of the maximum action; TD3 only.",
            min = 0,
            source = "Fujimoto et al. 2018")
        double noiseClip,
    @Setting(
            value =
                "Critic updates for each update of the actor and the targets; TD3 only, SAC updates all each time.",
            min = 1,
            source = "Fujimoto et al. 2018")
        int policyFrequency,
    @Setting(value = "Hidden layer sizes of the actor.", min = 1, source = "SPOT, all tasks")
        List<Integer> actorHidden,
    @Setting(value = "Hidden layer sizes of each critic.", min = 1, source = "SPOT, all tasks")
        List<Integer> criticHidden,
    @Setting(
            value = "Learning rate of Adam for the actor.",
            min = 0,
            aboveMin = true,
            source = "SPOT, Gym; 1e-4 for AntMaze",
            label = "actor-lr")
        double actorLearningRate,
    @Setting(
            value = "Learning rate of Adam for the critics.",
            min = 0,
            aboveMin = true,
            source = "SPOT, all tasks",
            label = "critic-lr")
        double criticLearningRate,
    @Setting(
            value = "Dropout rate of the actor's hidden layers during training.",
            min = 0,
            max = 0.99,
            source = "0.1 for SPOT, Gym; 0 for AntMaze, TD3 and TD3+BC",
            label = "dropout")
        double actorDropout,
    @Setting(
            value =
                "Initial weights of the actor's last layer are uniform on +- this value; 0 means 1/sqrt(inputs).",
            min = 0,
            source = "SPOT, Gym; 1e-3 for AntMaze")
        double actorInitW,
    @Setting(
            value =
                "Initial weights of the critics' last layers are uniform on +- this value; 0 means 1/sqrt(inputs).",
            min = 0,
            source = "SPOT, Gym; 3e-3 for AntMaze")
        double criticInitW,
    @Setting(value = "Divide Q in the actor loss by the mean |Q| of the batch.", label = "q-norm")
        boolean qNormalization,
    @Setting(
            value =
                "Training stops as diverged when the mean Q of the actor's actions is above this limit; 0 turns the limit off.",
            min = 0,
            source = "SPOT, all tasks")
        double divergenceLimit,
    @Setting(
            value = "Target of the policy's entropy in nats; 0 means -A. SAC only.",
            source = "Haarnoja et al. 2018, table 1",
            addedLater = true)
        double targetEntropy,
    @Setting("Regulariser that keeps the policy near the data.")
        Component<Regularizer> regularizer) {

  /** TD3's values, with Q normalisation and without a regulariser: the start of any composition. */
  public static final ActorCriticConfig DEFAULTS =
      new ActorCriticConfig(
          Backbone.TD3,
          1_000_000,
          256,
          0.99,
          0.005,
          0.2,
          0.5,
          2,
          List.of(256, 256),
          List.of(256, 256),
          3e-4,
          3e-4,
          0,
          0,
          0,
          true,
          1e4,
          0,
          NoRegularizer.TYPE.withDefaults());

  /** TD3 with its authors' settings (Fujimoto et al. 2018); the divergence limit is SPOT's. */
  public static final ActorCriticConfig TD3 =
      ActorCriticConfigBuilder.builder(DEFAULTS).qNormalization(false).build();

  /** SPOT with the authors' settings for the Gym tasks. */
  public static final ActorCriticConfig SPOT =
      ActorCriticConfigBuilder.builder(DEFAULTS)
          .actorDropout(0.1)
          .regularizer(DensityRegularizer.TYPE.withDefaults())
          .build();

  /**
   * SAC with its authors' settings (Haarnoja et al. 2018, "Soft Actor-Critic Algorithms and
   * Applications", table 1), without a regulariser. Its sizes, learning rates, batch, discount and
   * tau are those of {@link #TD3}.
   */
  public static final ActorCriticConfig SAC =
      ActorCriticConfigBuilder.builder(TD3).backbone(Backbone.SAC).qNormalization(false).build();

  /** Copies the lists. */
  public ActorCriticConfig {
    actorHidden = List.copyOf(actorHidden);
    criticHidden = List.copyOf(criticHidden);
  }

  /** A builder that starts from this configuration. */
  public ActorCriticConfigBuilder toBuilder() {
    return ActorCriticConfigBuilder.builder(this);
  }
}

package org.spotrl.baselines.cql;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.spotrl.api.component.Bounds;
import org.spotrl.api.component.Setting;

/** Settings of CQL; see {@link #DEFAULTS}. */
@RecordBuilder
public record CqlConfig(
    @Setting(
            value = "Number of updates of the policy phase.",
            min = 1,
            source = "CORL, cql.py",
            label = "{}-updates")
        long updates,
    @Setting(
            value = "Batch size in transitions.",
            min = 1,
            source = "CORL, cql.py",
            label = "batch")
        int batchSize,
    @Setting(value = "Discount factor gamma.", min = 0, max = 1, source = "CORL, cql.py")
        double discount,
    @Setting(
            value = "Soft-update coefficient of the target critics (Polyak averaging).",
            min = 0,
            max = 1,
            source = "CORL, cql.py")
        double tau,
    @Setting(
            value = "Weight of the conservative penalty.",
            min = 0,
            source = "CORL, Gym configs",
            label = "alpha")
        double cqlAlpha,
    @Setting(
            value =
                "Number of actions sampled at each state from each of three distributions: uniform, policy, policy at the next state.",
            min = 1,
            source = "CORL, cql.py")
        int actionSamples,
    @Setting(
            value = "Temperature of the log-sum-exp over actions.",
            min = 0,
            aboveMin = true,
            source = "CORL, cql.py")
        double temperature,
    @Setting(
            value =
                "Whether the weight of the penalty is learnt, so that the gap meets target_action_gap.",
            source = "CORL, Gym configs",
            label = "lagrange")
        boolean lagrange,
    @Setting(
            value =
                "Target of the gap that the learnt penalty weight aims for; used with lagrange only.",
            source = "CORL, AntMaze configs")
        double targetActionGap,
    @Setting(value = "Minimum of the gap of one state.", source = "CORL, cql.py")
        double clipDiffMin,
    @Setting(value = "Maximum of the gap of one state.", source = "CORL, cql.py")
        double clipDiffMax,
    @Setting(
            value = "Whether the target takes the best of the sampled next actions instead of one.",
            source = "CORL, Gym configs")
        boolean maxTargetBackup,
    @Setting(
            value = "Target of the policy entropy in nats; 0 means minus the action size.",
            source = "CORL, cql.py")
        double targetEntropy,
    @Setting(value = "Hidden layer sizes of the policy.", min = 1, source = "CORL, cql.py")
        List<Integer> actorHidden,
    @Setting(value = "Hidden layer sizes of each critic.", min = 1, source = "CORL, cql.py")
        List<Integer> criticHidden,
    @Setting(
            value =
                "Updates at the start in which the policy maximises the log-likelihood of the data's actions in place of Q.",
            min = 0,
            source = "CORL; Kumar et al. 2020, code: 40000",
            addedLater = true)
        long bcUpdates,
    @Setting(
            value = "Learning rate of Adam for the policy and for the entropy weight.",
            min = 0,
            aboveMin = true,
            source = "CORL, Gym configs",
            label = "actor-lr")
        double actorLearningRate,
    @Setting(
            value = "Learning rate of Adam for the critics and for the penalty weight.",
            min = 0,
            aboveMin = true,
            source = "CORL, cql.py")
        double criticLearningRate) {

  /** CORL's settings for the Gym tasks. */
  public static final CqlConfig DEFAULTS =
      new CqlConfig(
          1_000_000,
          256,
          0.99,
          0.005,
          10,
          10,
          1,
          false,
          0.8,
          -1e30,
          1e30,
          false,
          0,
          List.of(256, 256, 256),
          List.of(256, 256, 256),
          0,
          3e-5,
          3e-4);

  /** Copies the lists. */
  public CqlConfig {
    actorHidden = List.copyOf(actorHidden);
    criticHidden = List.copyOf(criticHidden);
    Bounds.requireAscending("clip_diff_min", clipDiffMin, "clip_diff_max", clipDiffMax);
  }

  /** A builder that starts from the defaults. */
  public static CqlConfigBuilder builder() {
    return CqlConfigBuilder.builder(DEFAULTS);
  }
}

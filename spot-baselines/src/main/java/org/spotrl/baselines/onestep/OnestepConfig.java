package org.spotrl.baselines.onestep;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.spotrl.api.component.Setting;

/** Settings of one-step RL; see {@link #DEFAULTS}. */
@RecordBuilder
public record OnestepConfig(
    @Setting(
            value = "Policy improvement operator.",
            source = "Brandfonbrener et al. 2021, code",
            label = "{}")
        Step step,
    @Setting(
            value =
                "What the policy is at first: a copy of beta, or a new truncated normal distribution. Without effect for easy-bcq.",
            source =
                "Brandfonbrener et al. 2021, code, whose dist_type 'trunc' is lost when beta is copied",
            addedLater = true,
            label = "{}")
        Start start,
    @Setting(
            value = "Number of updates of the policy; easy-bcq has none.",
            min = 1,
            source = "Brandfonbrener et al. 2021, code",
            label = "{}-updates")
        long updates,
    @Setting(
            value = "Number of updates of the behaviour model beta.",
            min = 1,
            source = "Brandfonbrener et al. 2021, code")
        long densityUpdates,
    @Setting(
            value = "Number of updates of the behaviour policy's Q (SARSA).",
            min = 1,
            source = "Brandfonbrener et al. 2021, code")
        long criticUpdates,
    @Setting(
            value = "Batch size in transitions.",
            min = 1,
            source = "Brandfonbrener et al. 2021, code",
            label = "batch")
        int batchSize,
    @Setting(
            value = "Discount factor gamma.",
            min = 0,
            max = 1,
            source = "Brandfonbrener et al. 2021, code")
        double discount,
    @Setting(
            value =
                "Soft-update coefficient of the target critic (Polyak averaging), in every second update.",
            min = 0,
            max = 1,
            source = "Brandfonbrener et al. 2021, code")
        double tau,
    @Setting(
            value = "Weight of the KL divergence (reverse-kl) or of the log-likelihood (il-reg).",
            min = 0,
            source = "Brandfonbrener et al. 2021, code",
            label = "alpha")
        double alpha,
    @Setting(
            value = "Factor of the advantage in the exponent (exp-weight).",
            min = 0,
            source = "Brandfonbrener et al. 2021, code")
        double temperature,
    @Setting(
            value = "Maximum of the weights (exp-weight).",
            min = 0,
            aboveMin = true,
            source = "Brandfonbrener et al. 2021, code")
        double weightCap,
    @Setting(
            value =
                "Number of actions sampled at a state: for KL (reverse-kl), for the value of beta (exp-weight), to act (easy-bcq).",
            min = 1,
            source = "Brandfonbrener et al. 2021, code")
        int samples,
    @Setting(
            value = "Hidden layer sizes of the policy and of beta.",
            min = 1,
            source = "Brandfonbrener et al. 2021, code")
        List<Integer> policyHidden,
    @Setting(
            value = "Hidden layer sizes of the critic.",
            min = 1,
            source = "Brandfonbrener et al. 2021, code")
        List<Integer> criticHidden,
    @Setting(
            value = "Learning rate of Adam for all networks.",
            min = 0,
            aboveMin = true,
            source = "Brandfonbrener et al. 2021, code")
        double learningRate) {

  /** How the policy improves on the behaviour. */
  public enum Step {
    /** Maximises Q minus the KL divergence from beta. */
    REVERSE_KL,
    /** Clones the data's actions, weighted by exp(temperature * advantage). */
    EXP_WEIGHT,
    /** Maximises Q and the log-likelihood of the data's actions. */
    IL_REG,
    /** Takes the best of several samples of beta; trains no policy. */
    EASY_BCQ
  }

  /** What the policy is before its first update. */
  public enum Start {
    /** A copy of the trained beta, a normal distribution. */
    COPY_OF_BETA,
    /** A new network for a normal distribution that is truncated to the range of the actions. */
    TRUNCATED_NORMAL
  }

  /** The authors' settings. */
  public static final OnestepConfig DEFAULTS =
      new OnestepConfig(
          Step.REVERSE_KL,
          Start.COPY_OF_BETA,
          100_000,
          500_000,
          2_000_000,
          512,
          0.99,
          0.005,
          1,
          0.01,
          100,
          10,
          List.of(1024, 1024),
          List.of(1024, 1024),
          1e-4);

  /** Copies the lists. */
  public OnestepConfig {
    policyHidden = List.copyOf(policyHidden);
    criticHidden = List.copyOf(criticHidden);
  }

  /** A builder that starts from the defaults. */
  public static OnestepConfigBuilder builder() {
    return OnestepConfigBuilder.builder(DEFAULTS);
  }
}

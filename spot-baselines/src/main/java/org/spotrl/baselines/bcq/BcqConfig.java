package org.spotrl.baselines.bcq;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.spotrl.api.component.Setting;

/** Settings of batch-constrained deep Q-learning; see {@link #DEFAULTS}. */
@RecordBuilder
public record BcqConfig(
    @Setting(
            value = "Number of updates of the policy phase.",
            min = 1,
            source = "Fujimoto et al. 2019",
            label = "{}-updates")
        long updates,
    @Setting(
            value = "Batch size in transitions.",
            min = 1,
            source = "Fujimoto et al. 2019",
            label = "batch")
        int batchSize,
    @Setting(value = "Discount factor gamma.", min = 0, max = 1, source = "Fujimoto et al. 2019")
        double discount,
    @Setting(
            value = "Soft-update coefficient of the target networks (Polyak averaging).",
            min = 0,
            max = 1,
            source = "Fujimoto et al. 2019")
        double tau,
    @Setting(
            value =
                "Weight of the minimum of the two target Qs; the maximum has 1 minus this weight.",
            min = 0,
            max = 1,
            source = "Fujimoto et al. 2019")
        double softClipLambda,
    @Setting(
            value =
                "Maximum perturbation, as a fraction of the maximum action; 0: no perturbation network.",
            min = 0,
            source = "Fujimoto et al. 2019",
            label = "phi")
        double phi,
    @Setting(
            value = "Number of actions sampled at each next state in training.",
            min = 1,
            source = "Fujimoto et al. 2019")
        int targetSamples,
    @Setting(
            value = "Number of actions sampled when the policy acts.",
            min = 1,
            source = "Fujimoto et al. 2019, code")
        int selectSamples,
    @Setting(
            value = "Hidden layer sizes of the perturbation network.",
            min = 1,
            source = "Fujimoto et al. 2019")
        List<Integer> actorHidden,
    @Setting(value = "Hidden layer sizes of each critic.", min = 1, source = "Fujimoto et al. 2019")
        List<Integer> criticHidden,
    @Setting(
            value = "Hidden layer sizes of the VAE's encoder and decoder.",
            min = 1,
            source = "Fujimoto et al. 2019")
        List<Integer> vaeHidden,
    @Setting(
            value = "Latent size of the VAE; 0 means twice the action size.",
            min = 0,
            source = "Fujimoto et al. 2019")
        int latentDim,
    @Setting(
            value = "Weight of the KL term in the VAE loss.",
            min = 0,
            aboveMin = true,
            source = "Fujimoto et al. 2019, code")
        double beta,
    @Setting(
            value = "Learning rate of Adam for all networks.",
            min = 0,
            aboveMin = true,
            source = "Fujimoto et al. 2019",
            label = "lr")
        double learningRate) {

  /** The authors' settings. */
  public static final BcqConfig DEFAULTS =
      new BcqConfig(
          1_000_000,
          100,
          0.99,
          0.005,
          0.75,
          0.05,
          10,
          100,
          List.of(400, 300),
          List.of(400, 300),
          List.of(750, 750),
          0,
          0.5,
          1e-3);

  /** Copies the lists. */
  public BcqConfig {
    actorHidden = List.copyOf(actorHidden);
    criticHidden = List.copyOf(criticHidden);
    vaeHidden = List.copyOf(vaeHidden);
  }

  /** A builder that starts from the defaults. */
  public static BcqConfigBuilder builder() {
    return BcqConfigBuilder.builder(DEFAULTS);
  }
}

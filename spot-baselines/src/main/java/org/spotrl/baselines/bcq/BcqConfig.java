package org.spotrl.baselines.bcq;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.spotrl.api.component.Setting;

/** Settings of batch-constrained deep Q-learning; see {@link #DEFAULTS}. */
@RecordBuilder
public record BcqConfig(
    @Setting(value = "Updates of the policy phase.", min = 1, source = "Fujimoto et al. 2019")
        long updates,
    @Setting(value = "Transitions in an update.", min = 1, source = "Fujimoto et al. 2019")
        int batchSize,
    @Setting(value = "Discount factor gamma.", min = 0, max = 1, source = "Fujimoto et al. 2019")
        double discount,
    @Setting(
            value = "Fraction of the online networks in each update of the targets.",
            min = 0,
            max = 1,
            source = "Fujimoto et al. 2019")
        double tau,
    @Setting(
            value = "Weight of the smaller of both target Qs; the greater one has the rest.",
            min = 0,
            max = 1,
            source = "Fujimoto et al. 2019")
        double softClipLambda,
    @Setting(
            value = "Greatest perturbation, as a fraction of the greatest action.",
            min = 0,
            source = "Fujimoto et al. 2019")
        double phi,
    @Setting(
            value = "Actions proposed at each next state.",
            min = 1,
            source = "Fujimoto et al. 2019")
        int targetSamples,
    @Setting(
            value = "Actions proposed when the policy acts.",
            min = 1,
            source = "Fujimoto et al. 2019, code")
        int selectSamples,
    @Setting(
            value = "Hidden layers of the perturbation network.",
            min = 1,
            source = "Fujimoto et al. 2019")
        List<Integer> actorHidden,
    @Setting(value = "Hidden layers of each critic.", min = 1, source = "Fujimoto et al. 2019")
        List<Integer> criticHidden,
    @Setting(
            value = "Hidden layers of the VAE's encoder and decoder.",
            min = 1,
            source = "Fujimoto et al. 2019")
        List<Integer> vaeHidden,
    @Setting(
            value = "Size of the VAE's latent; 0 means twice the action's size.",
            min = 0,
            source = "Fujimoto et al. 2019")
        int latentDim,
    @Setting(
            value = "Weight of KL in the VAE's loss.",
            min = 0,
            aboveMin = true,
            source = "Fujimoto et al. 2019, code")
        double beta,
    @Setting(
            value = "Adam's learning rate for all networks.",
            min = 0,
            aboveMin = true,
            source = "Fujimoto et al. 2019")
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

  /** Settings with unmodifiable copies of the lists. */
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

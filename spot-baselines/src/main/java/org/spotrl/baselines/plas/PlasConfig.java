package org.spotrl.baselines.plas;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.spotrl.api.component.Setting;

/** Settings of PLAS; see {@link #DEFAULTS}. */
@RecordBuilder
public record PlasConfig(
    @Setting(
            value = "Updates of the policy phase.",
            min = 1,
            source = "Zhou et al. 2020, code",
            label = "{}-updates")
        long updates,
    @Setting(
            value = "Updates of the VAE, before the policy phase.",
            min = 1,
            source = "Zhou et al. 2020, code")
        long vaeUpdates,
    @Setting(
            value = "Transitions in an update of either phase.",
            min = 1,
            source = "Zhou et al. 2020, code",
            label = "batch")
        int batchSize,
    @Setting(value = "Discount factor gamma.", min = 0, max = 1, source = "Zhou et al. 2020, code")
        double discount,
    @Setting(
            value = "Soft-update coefficient of the target networks (Polyak).",
            min = 0,
            max = 1,
            source = "Zhou et al. 2020, code")
        double tau,
    @Setting(
            value =
                "Weight of the smaller target Q; the greater one has the rest. The paper names 1.",
            min = 0,
            max = 1,
            source = "Zhou et al. 2020, code",
            label = "soft-clip")
        double softClipLambda,
    @Setting(
            value = "Bound of each latent that the policy chooses, in prior standard deviations.",
            min = 0,
            aboveMin = true,
            source = "Zhou et al. 2020, code")
        double maxLatent,
    @Setting(
            value = "Bound of the perturbation of the decoded action; 0: no perturbation network.",
            min = 0,
            source = "Zhou et al. 2020, the latent policy without perturbation",
            label = "phi")
        double phi,
    @Setting(
            value = "Hidden layers of the latent policy and of the perturbation network.",
            min = 1,
            source = "Zhou et al. 2020, code")
        List<Integer> actorHidden,
    @Setting(value = "Hidden layers of each critic.", min = 1, source = "Zhou et al. 2020, code")
        List<Integer> criticHidden,
    @Setting(
            value = "Hidden layers of the VAE's encoder and decoder.",
            min = 1,
            source = "Zhou et al. 2020, code")
        List<Integer> vaeHidden,
    @Setting(
            value = "Size of the latent; 0 means twice the action's size.",
            min = 0,
            source = "Zhou et al. 2020, code")
        int latentDim,
    @Setting(
            value = "Weight of KL in the VAE's loss.",
            min = 0,
            aboveMin = true,
            source = "Zhou et al. 2020, code")
        double beta,
    @Setting(
            value = "Adam's learning rate for the VAE.",
            min = 0,
            aboveMin = true,
            source = "Zhou et al. 2020, code")
        double vaeLearningRate,
    @Setting(
            value = "Adam's learning rate for the latent policy and the perturbation network.",
            min = 0,
            aboveMin = true,
            source = "Zhou et al. 2020, command line",
            label = "actor-lr")
        double actorLearningRate,
    @Setting(
            value = "Adam's learning rate for the critics.",
            min = 0,
            aboveMin = true,
            source = "Zhou et al. 2020, code")
        double criticLearningRate) {

  /** The authors' settings. */
  public static final PlasConfig DEFAULTS =
      new PlasConfig(
          500_000,
          500_000,
          100,
          0.99,
          0.005,
          0.75,
          2,
          0,
          List.of(400, 300),
          List.of(400, 300),
          List.of(750, 750),
          0,
          0.5,
          1e-4,
          1e-4,
          1e-3);

  /** Settings with unmodifiable copies of the lists. */
  public PlasConfig {
    actorHidden = List.copyOf(actorHidden);
    criticHidden = List.copyOf(criticHidden);
    vaeHidden = List.copyOf(vaeHidden);
  }

  /** A builder that starts from the defaults. */
  public static PlasConfigBuilder builder() {
    return PlasConfigBuilder.builder(DEFAULTS);
  }
}

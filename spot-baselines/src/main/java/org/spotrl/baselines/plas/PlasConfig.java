package org.spotrl.baselines.plas;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.spotrl.api.component.Setting;

/** Settings of PLAS; see {@link #DEFAULTS}. */
@RecordBuilder
public record PlasConfig(
    @Setting(
            value = "Number of updates of the policy phase.",
            min = 1,
            source = "Zhou et al. 2020, code",
            label = "{}-updates")
        long updates,
    @Setting(
            value = "Number of updates of the VAE, before the policy phase.",
            min = 1,
            source = "Zhou et al. 2020, code")
        long vaeUpdates,
    @Setting(
            value = "Batch size in transitions, in both phases.",
            min = 1,
            source = "Zhou et al. 2020, code",
            label = "batch")
        int batchSize,
    @Setting(value = "Discount factor gamma.", min = 0, max = 1, source = "Zhou et al. 2020, code")
        double discount,
    @Setting(
            value = "Soft-update coefficient of the target networks (Polyak averaging).",
            min = 0,
            max = 1,
            source = "Zhou et al. 2020, code")
        double tau,
    @Setting(
            value =
                "Weight of the minimum of the two target Qs; the maximum has 1 minus this weight. The paper says 1.",
            min = 0,
            max = 1,
            source = "Zhou et al. 2020, code",
            label = "soft-clip")
        double softClipLambda,
    @Setting(
            value =
                "Maximum of each latent that the policy outputs, in standard deviations of the prior.",
            min = 0,
            aboveMin = true,
            source = "Zhou et al. 2020, code")
        double maxLatent,
    @Setting(
            value = "Maximum perturbation of the decoded action; 0: no perturbation network.",
            min = 0,
            source = "Zhou et al. 2020, the latent policy without perturbation",
            label = "phi")
        double phi,
    @Setting(
            value = "Hidden layer sizes of the latent policy and of the perturbation network.",
            min = 1,
            source = "Zhou et al. 2020, code")
        List<Integer> actorHidden,
    @Setting(
            value = "Hidden layer sizes of each critic.",
            min = 1,
            source = "Zhou et al. 2020, code")
        List<Integer> criticHidden,
    @Setting(
            value = "Hidden layer sizes of the VAE's encoder and decoder.",
            min = 1,
            source = "Zhou et al. 2020, code")
        List<Integer> vaeHidden,
    @Setting(
            value = "Latent size; 0 means twice the action size.",
            min = 0,
            source = "Zhou et al. 2020, code")
        int latentDim,
    @Setting(
            value = "Weight of the KL term in the VAE loss.",
            min = 0,
            aboveMin = true,
            source = "Zhou et al. 2020, code")
        double beta,
    @Setting(
            value = "Learning rate of Adam for the VAE.",
            min = 0,
            aboveMin = true,
            source = "Zhou et al. 2020, code")
        double vaeLearningRate,
    @Setting(
            value = "Learning rate of Adam for the latent policy and the perturbation network.",
            min = 0,
            aboveMin = true,
            source = "Zhou et al. 2020, command line",
            label = "actor-lr")
        double actorLearningRate,
    @Setting(
            value = "Learning rate of Adam for the critics.",
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

  /** Copies the lists. */
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

package org.spotrl.baselines.bear;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.spotrl.api.component.Setting;
import org.spotrl.tensorflow.loss.Losses;

/** Settings of BEAR; see {@link #DEFAULTS}. */
@RecordBuilder
public record BearConfig(
    @Setting(
            value = "Number of updates of the policy phase.",
            min = 1,
            source = "Kumar et al. 2019, code",
            label = "{}-updates")
        long updates,
    @Setting(
            value =
                "Updates at the start in which the policy only matches the data; 20 epochs of 5,000.",
            min = 0,
            source = "Kumar et al. 2019, code")
        long warmStartUpdates,
    @Setting(
            value = "Batch size in transitions.",
            min = 1,
            source = "Kumar et al. 2019, code",
            label = "batch")
        int batchSize,
    @Setting(value = "Discount factor gamma.", min = 0, max = 1, source = "Kumar et al. 2019, code")
        double discount,
    @Setting(
            value = "Soft-update coefficient of the target networks (Polyak averaging).",
            min = 0,
            max = 1,
            source = "Kumar et al. 2019, code")
        double tau,
    @Setting(
            value =
                "Weight of the minimum of the two target Qs; the maximum has 1 minus this weight.",
            min = 0,
            max = 1,
            source = "Kumar et al. 2019, code",
            label = "soft-clip")
        double softClipLambda,
    @Setting(
            value = "Kernel of the maximum mean discrepancy.",
            source = "Kumar et al. 2019, D4RL runs",
            label = "{}")
        Losses.Kernel kernel,
    @Setting(
            value = "Width of the kernel.",
            min = 0,
            aboveMin = true,
            source = "Kumar et al. 2019, D4RL runs")
        double sigma,
    @Setting(
            value =
                "Number of actions from the VAE and from the policy for the discrepancy at each state.",
            min = 1,
            source = "Kumar et al. 2019, D4RL runs")
        int matchSamples,
    @Setting(
            value = "Threshold of the discrepancy for the learnt weight.",
            min = 0,
            source = "Kumar et al. 2019, code")
        double mmdThreshold,
    @Setting(
            value = "Fixed weight of the discrepancy; 0: learnt by dual gradient ascent.",
            min = 0,
            source = "Kumar et al. 2019, mode auto")
        double mmdWeight,
    @Setting(
            value = "Number of actions sampled at each next state.",
            min = 1,
            source = "Kumar et al. 2019, code")
        int targetSamples,
    @Setting(
            value = "Number of actions sampled when the policy acts.",
            min = 1,
            source = "Kumar et al. 2019, code")
        int selectSamples,
    @Setting(
            value = "Hidden layer sizes of the policy.",
            min = 1,
            source = "Kumar et al. 2019, code")
        List<Integer> actorHidden,
    @Setting(
            value = "Hidden layer sizes of each critic.",
            min = 1,
            source = "Kumar et al. 2019, code")
        List<Integer> criticHidden,
    @Setting(
            value = "Hidden layer sizes of the VAE's encoder and decoder.",
            min = 1,
            source = "Kumar et al. 2019, code")
        List<Integer> vaeHidden,
    @Setting(
            value = "Latent size; 0 means twice the action size.",
            min = 0,
            source = "Kumar et al. 2019, code")
        int latentDim,
    @Setting(
            value = "Weight of the KL term in the VAE loss.",
            min = 0,
            aboveMin = true,
            source = "Kumar et al. 2019, code")
        double beta,
    @Setting(
            value = "Learning rate of Adam for all networks.",
            min = 0,
            aboveMin = true,
            source = "Kumar et al. 2019, code")
        double learningRate) {

  /** The authors' settings, with the learnt weight that they recommend. */
  public static final BearConfig DEFAULTS =
      new BearConfig(
          1_000_000,
          100_000,
          100,
          0.99,
          0.005,
          0.75,
          Losses.Kernel.LAPLACIAN,
          20,
          5,
          0.05,
          0,
          10,
          10,
          List.of(400, 300),
          List.of(400, 300),
          List.of(750, 750),
          0,
          0.5,
          1e-3);

  /** Copies the lists. */
  public BearConfig {
    actorHidden = List.copyOf(actorHidden);
    criticHidden = List.copyOf(criticHidden);
    vaeHidden = List.copyOf(vaeHidden);
  }

  /** A builder that starts from the defaults. */
  public static BearConfigBuilder builder() {
    return BearConfigBuilder.builder(DEFAULTS);
  }
}

package org.spotrl.baselines.bear;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.spotrl.api.component.Setting;
import org.spotrl.tensorflow.loss.Losses;

/** Settings of BEAR; see {@link #DEFAULTS}. */
@RecordBuilder
public record BearConfig(
    @Setting(
            value = "Updates of the policy phase.",
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
            value = "Transitions in an update.",
            min = 1,
            source = "Kumar et al. 2019, code",
            label = "batch")
        int batchSize,
    @Setting(value = "Discount factor gamma.", min = 0, max = 1, source = "Kumar et al. 2019, code")
        double discount,
    @Setting(
            value = "Soft-update coefficient of the target networks (Polyak).",
            min = 0,
            max = 1,
            source = "Kumar et al. 2019, code")
        double tau,
    @Setting(
            value = "Weight of the smaller target Q; the greater one has the rest.",
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
            value = "Actions of the VAE and of the policy that are compared at each state.",
            min = 1,
            source = "Kumar et al. 2019, D4RL runs")
        int matchSamples,
    @Setting(
            value = "Discrepancy that the learnt weight allows.",
            min = 0,
            source = "Kumar et al. 2019, code")
        double mmdThreshold,
    @Setting(
            value = "Fixed weight of the discrepancy; 0: learnt, by dual gradient ascent.",
            min = 0,
            source = "Kumar et al. 2019, mode auto")
        double mmdWeight,
    @Setting(
            value = "Actions drawn at each next state.",
            min = 1,
            source = "Kumar et al. 2019, code")
        int targetSamples,
    @Setting(
            value = "Actions drawn when the policy acts.",
            min = 1,
            source = "Kumar et al. 2019, code")
        int selectSamples,
    @Setting(value = "Hidden layers of the policy.", min = 1, source = "Kumar et al. 2019, code")
        List<Integer> actorHidden,
    @Setting(value = "Hidden layers of each critic.", min = 1, source = "Kumar et al. 2019, code")
        List<Integer> criticHidden,
    @Setting(
            value = "Hidden layers of the VAE's encoder and decoder.",
            min = 1,
            source = "Kumar et al. 2019, code")
        List<Integer> vaeHidden,
    @Setting(
            value = "Size of the latent; 0 means twice the action's size.",
            min = 0,
            source = "Kumar et al. 2019, code")
        int latentDim,
    @Setting(
            value = "Weight of KL in the VAE's loss.",
            min = 0,
            aboveMin = true,
            source = "Kumar et al. 2019, code")
        double beta,
    @Setting(
            value = "Adam's learning rate for all networks.",
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

  /** Settings with unmodifiable copies of the lists. */
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

package org.spotrl.tensorflow.regularizer;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.spotrl.api.component.Component;
import org.spotrl.api.component.Setting;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.tensorflow.density.Density;
import org.spotrl.tensorflow.density.cvae.Cvae;
import org.spotrl.tensorflow.loss.Losses;

/** Settings of the regulariser by maximum mean discrepancy; see {@link #DEFAULTS}. */
@RecordBuilder
public record MmdRegularizerConfig(
    @Setting(
            value = "Weight of the discrepancy in the actor loss.",
            min = 0,
            source =
                "ours, for a Q that is divided by its mean; BEAR's fixed weight of 100 is for the plain Q",
            label = "lambda")
        double lambda,
    @Setting(
            value =
                "Lambda falls linearly, at update t to lambda * max(lambda_end, 1 - t / lambda_schedule_updates); 1: constant.",
            min = 0,
            max = 1,
            source = "BEAR, fixed weight: constant")
        double lambdaEnd,
    @Setting(
            value =
                "Length of lambda's schedule in updates; 0 means all updates of the policy phase.",
            min = 0)
        long lambdaScheduleUpdates,
    @Setting(value = "Kernel.", source = "Kumar et al. 2019, D4RL runs", label = "{}")
        Losses.Kernel kernel,
    @Setting(
            value = "Width of the kernel.",
            min = 0,
            aboveMin = true,
            source = "Kumar et al. 2019, D4RL runs",
            label = "sigma")
        double sigma,
    @Setting(
            value = "Number of actions of the behaviour, and of a stochastic actor, at each state.",
            min = 1,
            source = "Kumar et al. 2019, D4RL runs",
            label = "samples")
        int samples,
    @Setting("Model whose samples stand for the behaviour; a cvae.") Component<Density> density) {

  /** Kernel and samples as in BEAR, with a constant lambda. */
  public static final MmdRegularizerConfig DEFAULTS =
      new MmdRegularizerConfig(1, 1, 0, Losses.Kernel.LAPLACIAN, 20, 5, Cvae.TYPE.withDefaults());

  /**
   * Checks the density.
   *
   * @throws SpotInputException if the density is not a {@code cvae}
   */
  public MmdRegularizerConfig {
    String model = density.type().name();
    if (!model.equals(Cvae.TYPE.name())) {
      throw new SpotInputException(
          "the density '%s' cannot be used with the regularizer 'mmd', which compares samples before tanh and so needs the decoder of a 'cvae'; write density: cvae, or regularizer: {type: density, density: %s}"
              .formatted(model, model));
    }
  }
}

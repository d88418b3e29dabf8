package org.spotrl.tensorflow.regularizer;

import org.spotrl.api.component.Component;
import org.spotrl.api.component.Setting;
import org.spotrl.tensorflow.density.Density;
import org.spotrl.tensorflow.density.DensityUnit;
import org.spotrl.tensorflow.density.cvae.Cvae;

/** Settings of the density regulariser; see {@link #DEFAULTS}. */
public record DensityRegularizerConfig(
    @Setting(
            value = "Weight of the penalty -log beta(pi(s) | s) in the actor loss.",
            min = 0,
            source = "Wu et al. 2022, the only value tuned per data set; 0.05 to 1.0",
            label = "lambda")
        double lambda,
    @Setting(
            value =
                "Lambda falls linearly, at update t to lambda * max(lambda_end, 1 - t / lambda_schedule_updates); 1: constant.",
            min = 0,
            max = 1,
            source = "SPOT offline: constant; their fine-tuning: 0.2",
            addedLater = true)
        double lambdaEnd,
    @Setting(
            value =
                "Length of lambda's schedule in updates; 0 means all updates of the policy phase.",
            min = 0,
            source = "SPOT's fine-tuning: all 1,000,000",
            addedLater = true)
        long lambdaScheduleUpdates,
    @Setting(
            value =
                "Unit of -log beta; with 'authors', a lambda has the same strength for every density.",
            source = "SPOT's CVAE loss: beta/(2A) times the nats",
            label = "{}")
        DensityUnit unit,
    @Setting("Model of the behaviour density beta(a | s).") Component<Density> density) {

  /** The authors' settings. */
  public static final DensityRegularizerConfig DEFAULTS =
      new DensityRegularizerConfig(0.1, DensityUnit.AUTHORS, Cvae.TYPE.withDefaults());

  /** Settings with a constant lambda. */
  public DensityRegularizerConfig(double lambda, DensityUnit unit, Component<Density> density) {
    this(lambda, 1, 0, unit, density);
  }
}

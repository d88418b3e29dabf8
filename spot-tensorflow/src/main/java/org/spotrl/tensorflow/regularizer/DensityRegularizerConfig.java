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
                "Unit of -log beta; with 'authors', a lambda has the same strength for every density.",
            source = "SPOT's CVAE loss: beta/(2A) times the nats",
            label = "{}")
        DensityUnit unit,
    @Setting("Model of the behaviour density beta(a | s).") Component<Density> density) {

  /** The authors' settings. */
  public static final DensityRegularizerConfig DEFAULTS =
      new DensityRegularizerConfig(0.1, DensityUnit.AUTHORS, Cvae.TYPE.withDefaults());
}

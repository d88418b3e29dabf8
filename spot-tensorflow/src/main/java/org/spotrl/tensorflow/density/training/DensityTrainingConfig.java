package org.spotrl.tensorflow.density.training;

import org.spotrl.api.component.Component;
import org.spotrl.api.component.Setting;
import org.spotrl.tensorflow.density.Density;
import org.spotrl.tensorflow.density.cvae.Cvae;

/** Settings of the training of a density alone; see {@link #DEFAULTS}. */
public record DensityTrainingConfig(
    @Setting("Model of the behaviour density beta(a | s).") Component<Density> density,
    @Setting(
            value = "Fraction of the trajectories that is not trained on and measures the density.",
            min = 0,
            aboveMin = true,
            max = 0.9,
            source = "SPOT's VAE script has eval_data, 0 by default")
        double heldOut) {

  /** SPOT's CVAE, measured on a tenth of the trajectories. */
  public static final DensityTrainingConfig DEFAULTS =
      new DensityTrainingConfig(Cvae.TYPE.withDefaults(), 0.1);
}

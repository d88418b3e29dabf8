package org.spotrl.experiments.diagnostic;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.spotrl.api.component.Component;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.component.Setting;
import org.spotrl.api.diagnostic.Diagnostic;
import org.spotrl.api.diagnostic.DiagnosticMoment;
import org.spotrl.api.learning.Learner;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.baselines.gaussian.GaussianDensity;
import org.spotrl.baselines.gaussian.GaussianDensityConfig;
import org.spotrl.tensorflow.density.Density;

/**
 * Compares the log densities of the policy's and of the data's actions by a density that the run
 * trains on its data for this purpose. All methods are so measured by the same model, also those
 * that learn no density.
 */
public final class CommonSupport implements Diagnostic {

  /** The type named {@code common-support}. */
  public static final ComponentType<Config, Diagnostic> TYPE =
      new ComponentType<>(
          Diagnostic.class,
          "common-support",
          "Log densities by a model that is trained once per data set and is the same for all methods.",
          Config.DEFAULTS,
          config -> new CommonSupport());

  private final SupportMetrics densities = new SupportMetrics("common_support");
  private @Nullable DataSample sample;

  private CommonSupport() {}

  /** The density that the diagnostics of a run ask for, if this diagnostic is among them. */
  public static Optional<Component<Density>> of(List<Component<Diagnostic>> diagnostics) {
    return diagnostics.stream()
        .map(Component::config)
        .filter(Config.class::isInstance)
        .map(config -> ((Config) config).density())
        .findFirst();
  }

  /**
   * Settings of the model.
   *
   * @param density what is trained
   */
  public record Config(
      @Setting(
              "Density that is trained on the data before training; the seed of the run does not change it.")
          Component<Density> density) {

    /** A small Gaussian: 20 s for a data set of any size on one core. */
    public static final Config DEFAULTS =
        new Config(
            new Component<>(
                GaussianDensity.TYPE,
                GaussianDensityConfig.builder().hidden(List.of(256, 256)).updates(10_000).build()));
  }

  @Override
  public void record(DiagnosticMoment moment, Learner learner, TrackedRun run) {
    if (moment.updates() == 0 || moment.commonDensity().isEmpty()) {
      return;
    }
    if (sample == null) {
      sample = DataSample.of(moment.data(), moment.seed());
    }
    float[] actions = sample.actionsOf(learner.policy());
    run.metrics(moment.updates(), densities.of(moment.commonDensity().get(), sample, actions));
  }
}

package com.example;

import java.util.List;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.component.Setting;
import org.spotrl.tensorflow.density.Density;
import org.spotrl.tensorflow.density.GraphDensity;
import org.spotrl.tensorflow.distribution.DiagonalGaussian;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.input.NoiseSource;
import org.spotrl.tensorflow.learner.GraphFunction;
import org.spotrl.tensorflow.learner.LearningContext;
import org.spotrl.tensorflow.learner.LogDensity;
import org.spotrl.tensorflow.learner.NetworkTraining;
import org.spotrl.tensorflow.learner.PhaseDefinition;
import org.spotrl.tensorflow.network.Mlp;
import org.spotrl.tensorflow.optimizer.Adam;

/** A plugin's density: a Gaussian with a learnt mean and a fixed standard deviation. */
public final class FixedGaussian implements GraphDensity {

  public static final ComponentType<Config, Density> TYPE =
      new ComponentType<>(
          Density.class,
          "fixed-gaussian",
          "Gaussian with a learnt mean and a fixed standard deviation.",
          new Config(List.of(8, 8), -1, 20),
          config -> context -> new FixedGaussian(config, context));

  /** Its settings. */
  public record Config(
      @Setting(value = "Hidden layers.", min = 1) List<Integer> hidden,
      @Setting("Log standard deviation.") double logStd,
      @Setting(value = "Updates of the density phase.", min = 0) long updates) {}

  private final Config config;
  private final Mlp mean;

  private FixedGaussian(Config config, LearningContext context) {
    this.config = config;
    List<Integer> sizes =
        Mlp.sizes(
            context.shape().observationDim(), config.hidden(), context.shape().actionDim());
    mean = context.networks().mlp("fixed_gaussian", sizes);
  }

  private DiagonalGaussian at(Expr observations) {
    return new DiagonalGaussian(mean.apply(observations), observations.constant(config.logStd()));
  }

  @Override
  public List<PhaseDefinition> writeTraining(LearningContext context) {
    Adam adam = new Adam(context.graph(), "fixed_gaussian", mean, 1e-3);
    return List.of(
        new NetworkTraining("density", config.updates(), 16, false, adam)
            .write(
                context,
                batch ->
                    at(batch.observations())
                        .logDensity(batch.actions())
                        .mean()
                        .unaryMinus()
                        .named("loss")));
  }

  @Override
  public Expr negLogBeta(Expr observations, Expr actions, NoiseSource noise) {
    return at(observations).logDensity(actions).unaryMinus();
  }

  @Override
  public LogDensity writeLogDensity(LearningContext context) {
    return LogDensity.of(
        GraphFunction.ofPairs(
            context,
            "log_density",
            256,
            (observations, actions) -> at(observations).logDensity(actions)));
  }
}

package org.spotrl.tensorflow.regularizer;

import org.spotrl.api.component.ComponentType;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.input.Batch;
import org.spotrl.tensorflow.input.NoiseSource;

/** No regularisation: off-policy learning on a fixed data set, for ablations. */
public final class NoRegularizer implements GraphRegularizer {

  /** The type named {@code none}. */
  public static final ComponentType<Config, Regularizer> TYPE =
      new ComponentType<>(
          Regularizer.class,
          "none",
          "No regularisation: the actor only maximises Q.",
          new Config(),
          config -> context -> new NoRegularizer());

  private NoRegularizer() {}

  @Override
  public Expr penalty(Batch batch, ActorOutput actor, NoiseSource noise) {
    return actor.actions().constant(0);
  }

  @Override
  public LambdaSchedule lambda() {
    return LambdaSchedule.constant(0);
  }

  /** It has no settings. */
  public record Config() {}
}

package org.spotrl.tensorflow;

import com.google.inject.AbstractModule;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.Multibinder;
import java.util.List;
import org.spotrl.api.component.ComponentType;
import org.spotrl.tensorflow.actorcritic.ActorCritic;
import org.spotrl.tensorflow.density.cvae.Cvae;
import org.spotrl.tensorflow.density.training.DensityTraining;
import org.spotrl.tensorflow.regularizer.DensityRegularizer;
import org.spotrl.tensorflow.regularizer.MmdRegularizer;
import org.spotrl.tensorflow.regularizer.NoRegularizer;

/** Registers this module's component types. */
public final class TensorflowModule extends AbstractModule {

  @Override
  protected void configure() {
    Multibinder<ComponentType<?, ?>> types =
        Multibinder.newSetBinder(binder(), new TypeLiteral<ComponentType<?, ?>>() {});
    List.of(
            ActorCritic.SPOT,
            ActorCritic.TD3,
            ActorCritic.SAC,
            ActorCritic.TYPE,
            DensityRegularizer.TYPE,
            MmdRegularizer.TYPE,
            NoRegularizer.TYPE,
            DensityTraining.TYPE,
            Cvae.TYPE)
        .forEach(type -> types.addBinding().toInstance(type));
  }
}

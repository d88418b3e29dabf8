package org.spotrl.tensorflow;

import com.google.inject.AbstractModule;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.Multibinder;
import java.util.List;
import org.spotrl.api.component.ComponentType;
import org.spotrl.tensorflow.density.DensityTraining;
import org.spotrl.tensorflow.density.cvae.Cvae;
import org.spotrl.tensorflow.regularizer.DensityRegularizer;
import org.spotrl.tensorflow.regularizer.NoRegularizer;
import org.spotrl.tensorflow.td3.Td3;

/** Registers this module's component types. */
public final class TensorflowModule extends AbstractModule {

  @Override
  protected void configure() {
    Multibinder<ComponentType<?, ?>> types =
        Multibinder.newSetBinder(binder(), new TypeLiteral<ComponentType<?, ?>>() {});
    List.of(
            Td3.SPOT,
            Td3.TD3,
            Td3.ACTOR_CRITIC,
            DensityRegularizer.TYPE,
            NoRegularizer.TYPE,
            DensityTraining.TYPE,
            Cvae.TYPE)
        .forEach(type -> types.addBinding().toInstance(type));
  }
}

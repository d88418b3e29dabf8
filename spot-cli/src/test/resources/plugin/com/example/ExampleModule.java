package com.example;

import com.google.inject.AbstractModule;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.Multibinder;
import org.spotrl.api.component.ComponentType;

/** A plugin's module. */
public final class ExampleModule extends AbstractModule {

  @Override
  protected void configure() {
    Multibinder<ComponentType<?, ?>> types =
        Multibinder.newSetBinder(binder(), new TypeLiteral<ComponentType<?, ?>>() {});
    types.addBinding().toInstance(FixedGaussian.TYPE);
    types.addBinding().toInstance(FirstAction.TYPE);
  }
}

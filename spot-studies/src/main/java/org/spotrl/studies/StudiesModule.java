package org.spotrl.studies;

import com.google.inject.AbstractModule;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.Multibinder;
import org.spotrl.api.component.ComponentType;
import org.spotrl.studies.selection.Criteria;

/**
 * Registers this module's component types. Found as the modules of plugins are, because the
 * injector is in spot-experiments, which does not depend on studies.
 */
public final class StudiesModule extends AbstractModule {

  @Override
  protected void configure() {
    Multibinder<ComponentType<?, ?>> types =
        Multibinder.newSetBinder(binder(), new TypeLiteral<ComponentType<?, ?>>() {});
    Criteria.ALL.forEach(type -> types.addBinding().toInstance(type));
  }
}

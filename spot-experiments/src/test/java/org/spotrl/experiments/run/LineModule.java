package org.spotrl.experiments.run;

import com.google.inject.AbstractModule;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.Multibinder;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.env.EnvironmentSuite;

/**
 * A plugin's module with an environment, a data source {@code line} and a method {@code counting}.
 */
public final class LineModule extends AbstractModule {

  private final LineWorld world;
  private final LineData data;
  private final CountingAlgorithm algorithm;

  public LineModule() {
    this(new LineWorld(), new LineData(), new CountingAlgorithm());
  }

  LineModule(LineWorld world, LineData data, CountingAlgorithm algorithm) {
    this.world = world;
    this.data = data;
    this.algorithm = algorithm;
  }

  @Override
  protected void configure() {
    Multibinder.newSetBinder(binder(), EnvironmentSuite.class).addBinding().toInstance(world);
    var types = Multibinder.newSetBinder(binder(), new TypeLiteral<ComponentType<?, ?>>() {});
    types.addBinding().toInstance(data.type());
    types.addBinding().toInstance(algorithm.type());
  }
}

package org.spotrl.mujoco;

import com.google.inject.AbstractModule;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.Multibinder;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.data.DatasetSource;
import org.spotrl.api.env.EnvironmentSuite;
import org.spotrl.mujoco.library.MujocoSettings;
import org.spotrl.mujoco.maze.CollectionConfig;
import org.spotrl.mujoco.maze.MazeCollection;

/**
 * Binds the MuJoCo environments and the data source {@code collected}. The native library is loaded
 * only when an environment is created or a collection runs.
 */
public final class MujocoModule extends AbstractModule {

  private final MujocoSuite suite;

  /** A module that finds the library by these settings. */
  public MujocoModule(MujocoSettings settings) {
    suite = new MujocoSuite(settings);
  }

  /** The component type of {@link MazeCollection}, with the models of a suite. */
  public static ComponentType<CollectionConfig, DatasetSource> collected(MujocoSuite suite) {
    return new ComponentType<>(
        DatasetSource.class,
        MazeCollection.TYPE,
        "Collects a maze data set by D4RL's protocol: a waypoint controller between random goals.",
        CollectionConfig.DEFAULTS,
        config -> new MazeCollection(config, suite::mazeModel));
  }

  @Override
  protected void configure() {
    bind(MujocoSuite.class).toInstance(suite);
    Multibinder.newSetBinder(binder(), EnvironmentSuite.class).addBinding().toInstance(suite);
    Multibinder.newSetBinder(binder(), new TypeLiteral<ComponentType<?, ?>>() {})
        .addBinding()
        .toInstance(collected(suite));
  }
}

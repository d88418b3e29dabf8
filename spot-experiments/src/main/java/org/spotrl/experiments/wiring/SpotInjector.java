package org.spotrl.experiments.wiring;

import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.baselines.BaselinesModule;
import org.spotrl.data.DataModule;
import org.spotrl.data.d4rl.DataFolders;
import org.spotrl.mujoco.MujocoModule;
import org.spotrl.mujoco.library.MujocoSettings;
import org.spotrl.tensorflow.TensorflowModule;

/** Creates the application's Guice injector from spot's modules and those of plugins. */
public final class SpotInjector {

  private SpotInjector() {}

  /**
   * An injector with all modules.
   *
   * <p>A plugin adds components by a Guice module in {@code
   * META-INF/services/com.google.inject.Module}.
   *
   * @param mujoco the user's libmujoco, if any
   * @throws SpotInputException if a plugin's module cannot be loaded, or two components have the
   *     same name
   */
  public static Injector create(Optional<Path> mujoco) {
    return create(mujoco, Optional.empty());
  }

  /**
   * An injector with all modules, as {@link #create(Optional)}.
   *
   * @param data the folder of data sets that the user named
   */
  public static Injector create(Optional<Path> mujoco, Optional<Path> data) {
    MujocoSettings settings =
        mujoco.map(MujocoSettings.STANDARD::withLibrary).orElse(MujocoSettings.STANDARD);
    List<Module> modules =
        new ArrayList<>(
            List.of(
                new TensorflowModule(),
                new BaselinesModule(),
                new MujocoModule(settings),
                new DataModule(DataFolders.of(data)),
                new ExperimentsModule(settings)));
    try {
      ServiceLoader.load(Module.class).forEach(modules::add);
      return Guice.createInjector(modules);
    } catch (ServiceConfigurationError | LinkageError e) {
      throw new SpotInputException(
          "a jar on the class path has a Guice module that cannot be loaded: %s. Correct the jar and its META-INF/services/%s, or remove it"
              .formatted(e, Module.class.getName()),
          e);
    } catch (CreationException e) {
      throw e.getCause() instanceof SpotInputException refused ? refused : e;
    }
  }
}

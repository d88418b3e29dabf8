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
import org.spotrl.data.DataFolders;
import org.spotrl.data.DataModule;
import org.spotrl.mujoco.MujocoModule;
import org.spotrl.mujoco.library.MujocoSettings;
import org.spotrl.tensorflow.TensorflowModule;

/**
 * Creates the application's injector: the modules of this project and those that other jars on the
 * class path offer.
 */
public final class SpotInjector {

  private SpotInjector() {}

  /**
   * An injector with all modules.
   *
   * <p>A jar adds its own components by a Guice module that is named in its {@code
   * META-INF/services/com.google.inject.Module}.
   *
   * @param mujoco libmujoco that the user named
   * @throws SpotInputException if a jar's module cannot be loaded, or two components have one name
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
          "a jar on the class path offers a Guice module that cannot be loaded: %s. Correct the jar and its META-INF/services/%s, or remove it"
              .formatted(e, Module.class.getName()),
          e);
    } catch (CreationException e) {
      throw e.getCause() instanceof SpotInputException refused ? refused : e;
    }
  }
}

package org.spotrl.experiments.wiring;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.spotrl.baselines.BaselinesModule;
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
   */
  public static Injector create(Optional<Path> mujoco) {
    MujocoSettings settings =
        mujoco.map(MujocoSettings.STANDARD::withLibrary).orElse(MujocoSettings.STANDARD);
    List<Module> modules =
        new ArrayList<>(
            List.of(
                new TensorflowModule(),
                new BaselinesModule(),
                new MujocoModule(settings),
                new ExperimentsModule(settings)));
    ServiceLoader.load(Module.class).forEach(modules::add);
    return Guice.createInjector(modules);
  }
}

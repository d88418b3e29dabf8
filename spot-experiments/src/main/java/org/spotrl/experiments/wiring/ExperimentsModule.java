package org.spotrl.experiments.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.Multibinder;
import java.util.List;
import java.util.Map;
import org.spotrl.api.component.ComponentType;
import org.spotrl.experiments.config.ComponentRegistry;
import org.spotrl.experiments.config.RewardTransforms;
import org.spotrl.experiments.config.TrajectoryFilters;
import org.spotrl.experiments.diagnostic.CommonSupport;
import org.spotrl.experiments.diagnostic.EpisodeTable;
import org.spotrl.experiments.diagnostic.PolicySupport;
import org.spotrl.experiments.diagnostic.RolloutPictures;
import org.spotrl.experiments.diagnostic.StatePictures;
import org.spotrl.experiments.measure.ProcessClock;
import org.spotrl.experiments.provenance.Libraries;
import org.spotrl.experiments.provenance.LibraryState;
import org.spotrl.mujoco.library.LibraryStatus;
import org.spotrl.mujoco.library.MujocoLibrary;
import org.spotrl.mujoco.library.MujocoSettings;
import org.spotrl.tensorflow.TensorflowRuntime;

/** Binds the components of this module, the clock and the state of the native libraries. */
public final class ExperimentsModule extends AbstractModule {

  private final MujocoSettings mujoco;

  /** A module for this MuJoCo. */
  public ExperimentsModule(MujocoSettings mujoco) {
    this.mujoco = mujoco;
  }

  @Override
  protected void configure() {
    Multibinder<ComponentType<?, ?>> types =
        Multibinder.newSetBinder(binder(), new TypeLiteral<ComponentType<?, ?>>() {});
    RewardTransforms.ALL.forEach(type -> types.addBinding().toInstance(type));
    TrajectoryFilters.ALL.forEach(type -> types.addBinding().toInstance(type));
    List.of(
            PolicySupport.TYPE,
            CommonSupport.TYPE,
            EpisodeTable.TYPE,
            StatePictures.TYPE,
            RolloutPictures.TYPE)
        .forEach(type -> types.addBinding().toInstance(type));
    // Eager, so that name clashes of components are found when the injector is created.
    bind(ComponentRegistry.class).asEagerSingleton();
    bind(ProcessClock.class).toInstance(ProcessClock.system());
    bind(Libraries.class)
        .toInstance(
            () ->
                new LibraryState(
                    Map.of("tensorflow", TensorflowRuntime.version(), "mujoco", mujocoVersion()),
                    TensorflowRuntime.numericalVariables()));
  }

  private String mujocoVersion() {
    return MujocoLibrary.locate(mujoco.offline()) instanceof LibraryStatus.Found found
        ? found.runtime().version().toString()
        : "none";
  }
}

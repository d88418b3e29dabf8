package org.spotrl.mujoco;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.TypeLiteral;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.component.Setting;
import org.spotrl.api.data.DatasetSource;
import org.spotrl.api.env.EnvironmentSuite;
import org.spotrl.mujoco.library.MujocoSettings;
import org.spotrl.mujoco.maze.CollectionConfig;
import org.spotrl.mujoco.maze.MazeTask;

class MujocoModuleTest {

  private final Injector injector =
      Guice.createInjector(
          new MujocoModule(MujocoSettings.STANDARD.withLibrary(Path.of("/no/such/library.so"))));

  @Test
  void theSuiteAndTheCollectionAreBoundWithoutLoadingALibrary() {
    Set<EnvironmentSuite> suites = injector.getInstance(new Key<Set<EnvironmentSuite>>() {});
    Set<ComponentType<?, ?>> types =
        injector.getInstance(Key.get(new TypeLiteral<Set<ComponentType<?, ?>>>() {}));

    assertThat(suites).hasSize(1).first().isInstanceOf(MujocoSuite.class);
    assertThat(types)
        .singleElement()
        .satisfies(
            type -> {
              assertThat(type.name()).isEqualTo("collected");
              assertThat(type.extensionPoint()).isEqualTo(DatasetSource.class);
              assertThat(type.defaults()).isEqualTo(CollectionConfig.DEFAULTS);
            });
  }

  @Test
  void theEnvironmentsThatTheSettingAllowsAreTheMazes() throws Exception {
    RecordComponent environment = CollectionConfig.class.getRecordComponents()[0];

    assertThat(List.of(environment.getAnnotation(Setting.class).oneOf())).isEqualTo(MazeTask.ids());
  }
}

package org.spotrl.mujoco.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.mujoco.MujocoForTests;
import org.spotrl.mujoco.binding.MujocoRuntime;
import org.spotrl.mujoco.binding.MujocoVersion;

class MujocoLibraryTest {

  @TempDir Path folder;

  @Test
  void theLibraryIsLoadedOnceAndFoundAgain() {
    MujocoRuntime runtime = MujocoForTests.runtime();

    assertThat(MujocoLibrary.load(MujocoSettings.STANDARD)).isSameAs(runtime);
    assertThat(runtime.version()).isBetween(MujocoVersion.OLDEST, MujocoVersion.NEWEST);
    assertThat(Path.of(runtime.path())).isRegularFile();
  }

  @Test
  void aFileThatIsNotALibraryIsRefusedByName() throws Exception {
    Path text = Files.writeString(folder.resolve("libmujoco.so"), "text");

    assertThatThrownBy(() -> MujocoLibrary.load(MujocoSettings.STANDARD.withLibrary(text)))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining(text.toString())
        .hasMessageContaining("cannot be used: ");
  }

  @Test
  void aMissingGivenLibraryIsAnInputError() {
    Path missing = folder.resolve("libmujoco.so.3.3.7");

    assertThatThrownBy(() -> MujocoLibrary.load(MujocoSettings.STANDARD.withLibrary(missing)))
        .isInstanceOfSatisfying(
            SpotInputException.class, e -> assertThat(e.exitCode()).isEqualTo(2))
        .hasMessageContaining("'" + missing + "' (named by --mujoco) does not exist");
  }
}

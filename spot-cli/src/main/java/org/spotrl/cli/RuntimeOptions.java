package org.spotrl.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.spotrl.mujoco.MujocoSuite;
import org.spotrl.mujoco.library.MujocoSettings;
import picocli.CommandLine.Option;

/** Options of the commands that load data or run a simulation. */
final class RuntimeOptions {

  @Option(
      names = "--mujoco",
      paramLabel = "FILE",
      description = "libmujoco to use ('spot doctor' shows the default).")
  private @Nullable Path mujoco;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Folder of data sets (or $SPOT_DATA_DIR).")
  private @Nullable Path dataDir;

  /** The value of the option, if it is given. */
  Optional<Path> dataDir() {
    return Optional.ofNullable(dataDir);
  }

  /** The value of the option, if it is given. */
  Optional<Path> mujoco() {
    return Optional.ofNullable(mujoco);
  }

  /** The environments, with the libmujoco of the option. */
  MujocoSuite suite() {
    return new MujocoSuite(
        mujoco().map(MujocoSettings.STANDARD::withLibrary).orElse(MujocoSettings.STANDARD));
  }
}

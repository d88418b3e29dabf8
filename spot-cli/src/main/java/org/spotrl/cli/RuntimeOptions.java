package org.spotrl.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that loads data or runs physics. */
final class RuntimeOptions {

  @Option(
      names = "--mujoco",
      paramLabel = "FILE",
      description = "libmujoco to use ('spot doctor' shows the default).")
  private @Nullable Path mujoco;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Folder of D4RL's files (or $SPOT_DATA_DIR).")
  private @Nullable Path dataDir;

  /** The folder of data sets that the user named, if any. */
  Optional<Path> dataDir() {
    return Optional.ofNullable(dataDir);
  }

  /** The library that the user named, if any. */
  Optional<Path> mujoco() {
    return Optional.ofNullable(mujoco);
  }
}

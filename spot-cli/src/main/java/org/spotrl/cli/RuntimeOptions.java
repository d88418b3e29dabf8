package org.spotrl.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the commands that run a simulation. */
final class RuntimeOptions {

  @Option(
      names = "--mujoco",
      paramLabel = "FILE",
      description = "libmujoco to use ('spot doctor' shows the default).")
  private @Nullable Path mujoco;

  /** The value of the option, if it is given. */
  Optional<Path> mujoco() {
    return Optional.ofNullable(mujoco);
  }
}

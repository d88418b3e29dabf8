package org.spotrl.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that runs physics. */
final class RuntimeOptions {

  @Option(
      names = "--mujoco",
      paramLabel = "FILE",
      description = "libmujoco to use ('spot doctor' shows the default).")
  private @Nullable Path mujoco;

  /** The library that the user named, if any. */
  Optional<Path> mujoco() {
    return Optional.ofNullable(mujoco);
  }
}

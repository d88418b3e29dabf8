package org.spotrl.cli;

import java.nio.file.Path;
import org.spotrl.experiments.run.LocalRun;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The run that a command is about. */
final class ChosenRun {

  @Parameters(
      paramLabel = "RUN",
      description = "Id of the run, its first characters, or its folder.")
  private String run = "";

  @Option(
      names = "--mlruns",
      paramLabel = "DIR",
      defaultValue = LocalRun.DEFAULT_ROOT,
      description = "Where runs are searched (default: ${DEFAULT-VALUE}).")
  private Path mlruns = Path.of(LocalRun.DEFAULT_ROOT);

  /**
   * Its folder.
   *
   * @throws org.spotrl.api.error.SpotInputException if no run or more than one fits
   */
  LocalRun find() {
    return LocalRun.find(run, mlruns);
  }
}

package org.spotrl.experiments.cli;

import java.nio.file.Path;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.experiments.run.LocalRun;
import org.spotrl.mlflow.FolderRuns;
import org.spotrl.mlflow.Runs;
import picocli.CommandLine.Option;

/** Where the runs are recorded that a command reads. */
final class RunsPlace {

  @Option(
      names = "--in",
      paramLabel = "DIR",
      defaultValue = LocalRun.DEFAULT_ROOT,
      description = "Folder of the runs (default: ${DEFAULT-VALUE}).")
  private String place = LocalRun.DEFAULT_ROOT;

  /** Opens the place to be read. */
  Runs open() {
    if (place.contains("://")) {
      throw new SpotInputException(
          "--in %s: runs are read from folders only; name a folder, for example mlruns"
              .formatted(place));
    }
    return new FolderRuns(Path.of(place));
  }
}

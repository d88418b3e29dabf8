package org.spotrl.cli;

import java.util.function.Consumer;
import org.spotrl.experiments.run.Trackers;
import org.spotrl.mlflow.Runs;
import picocli.CommandLine.Option;

/** The option {@code --in}: where the runs are that a command reads. */
final class RunsLocation {

  private static final String NAME = "--in";

  @Option(
      names = NAME,
      paramLabel = "DIR|URI",
      description =
          "Folder of the runs, or address of their MLflow server (default:"
              + " MLFLOW_TRACKING_URI, else mlruns).")
  private String location = "";

  /**
   * Opens the location for reading.
   *
   * @param warnings gets what the user should know
   * @throws org.spotrl.api.error.SpotInputException if it is neither
   */
  Runs open(Consumer<String> warnings) {
    return new Trackers().runs(NAME, location, warnings);
  }
}

package org.spotrl.cli;

import java.util.function.Consumer;
import org.spotrl.experiments.run.Trackers;
import org.spotrl.mlflow.Runs;
import picocli.CommandLine.Option;

/** Where the runs are recorded that a command reads. */
final class RunsLocation {

  private static final String NAME = "--in";

  @Option(
      names = NAME,
      paramLabel = "DIR|URI",
      description =
          "Folder of the runs, or address of the MLflow server that has them (default: what"
              + " MLFLOW_TRACKING_URI names, else mlruns).")
  private String place = "";

  /**
   * Opens the place to be read.
   *
   * @param warnings gets what the user should know
   * @throws org.spotrl.api.error.SpotInputException if it is neither
   */
  Runs open(Consumer<String> warnings) {
    return new Trackers().runs(NAME, place, warnings);
  }
}

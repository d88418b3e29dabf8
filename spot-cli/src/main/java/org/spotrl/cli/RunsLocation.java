package org.spotrl.cli;

import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.experiments.run.LocalRun;
import org.spotrl.experiments.run.Trackers;
import org.spotrl.experiments.run.TrackingPlace;
import org.spotrl.mlflow.Runs;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.mlflow.server.TrackingServer;
import org.spotrl.mlflow.sync.RunPull;
import org.spotrl.studies.comparison.RunFinder;
import picocli.CommandLine.Option;

/** The option {@code --in}: where the runs are that a command reads. */
final class RunsLocation {

  private static final String NAME = "--in";

  /** An id as spot and MLflow make them: it needs no search among all runs of a server. */
  private static final Pattern WHOLE_ID = Pattern.compile("[0-9a-f]{32}");

  @Option(
      names = NAME,
      paramLabel = "DIR|URI",
      description = "Folder or MLflow server of the runs (default: mlruns).")
  private String location = "";

  private final Trackers trackers = new Trackers();

  /** True if the user named it. */
  boolean isGiven() {
    return !location.isBlank();
  }

  /** The folder, or the server and the folder that its runs go through. */
  TrackingPlace place() {
    return trackers.place(NAME, location);
  }

  /**
   * Opens the location for reading.
   *
   * @param warnings gets what the user should know
   * @throws SpotInputException if it is neither
   */
  Runs open(Consumer<String> warnings) {
    return trackers.runs(NAME, location, warnings);
  }

  /**
   * The folder of the runs, for commands that work on files; without {@code --in} the one that a
   * server's runs go through.
   *
   * @throws SpotInputException if {@code --in} names a server
   */
  FolderRuns folder() {
    TrackingPlace place = place();
    if (isGiven() && place.server().isPresent()) {
      throw new SpotInputException(
          "%s %s is a server, but this command reads the files of a folder; name one by %s DIR"
              .formatted(NAME, location, NAME));
    }
    return new FolderRuns(place.folder());
  }

  /**
   * The run in the folder that a user names: by its id, its first characters, its name or its
   * folder.
   *
   * @throws SpotInputException if none fits, or more than one
   */
  RecordedRun find(String typed) {
    return (RecordedRun) RunFinder.find(typed, folder());
  }

  /**
   * The files of the run that a user names; those that only a server has are downloaded.
   *
   * @param destination folder for downloaded files; null: the one that the server's runs go through
   * @throws SpotInputException if none fits, or more than one
   */
  LocalRun findOrPull(String typed, @Nullable Path destination, ConsoleReporter reporter) {
    TrackingPlace where = place();
    Path folder = destination == null ? where.folder() : destination;
    FolderRuns here = new FolderRuns(folder);
    if (where.server().isEmpty()) {
      return LocalRun.of((RecordedRun) RunFinder.find(typed, here));
    }
    return RunFinder.search(typed, here)
        .map(found -> LocalRun.of((RecordedRun) found))
        .orElseGet(() -> pull(typed, where.server().get(), folder, reporter));
  }

  private LocalRun pull(String typed, String address, Path folder, ConsoleReporter reporter) {
    String id = typed;
    if (!WHOLE_ID.matcher(typed).matches()) {
      try (Runs runs = open(reporter::notice)) {
        id = RunFinder.find(typed, runs).id();
      }
    }
    try (TrackingServer server = trackers.connect(address, reporter::notice)) {
      Path pulled = new RunPull(server, reporter).pull(id, folder);
      reporter.notice("pulled     " + pulled);
      return LocalRun.of(FolderRuns.at(pulled).get(0));
    }
  }
}

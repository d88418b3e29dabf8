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

/** The option {@code --in}: the folder or server of the runs. */
final class RunsLocation {

  private static final String NAME = "--in";

  /** A complete id of spot or MLflow: the server's runs need not be searched. */
  private static final Pattern WHOLE_ID = Pattern.compile("[0-9a-f]{32}");

  @Option(
      names = NAME,
      paramLabel = "DIR|URI",
      description = "Folder or MLflow server of the runs (default: mlruns).")
  private String location = "";

  private final Trackers trackers = new Trackers();

  /** True if the option is given. */
  boolean isGiven() {
    return !location.isBlank();
  }

  /** The folder, or the server and the folder from which its runs are sent. */
  TrackingPlace place() {
    return trackers.place(NAME, location);
  }

  /**
   * Opens the folder or server.
   *
   * @param warnings gets warnings for the user
   * @throws SpotInputException if it is neither
   */
  Runs open(Consumer<String> warnings) {
    return trackers.runs(NAME, location, warnings);
  }

  /**
   * The folder of the runs, for commands that work on files.
   *
   * @throws SpotInputException if {@code --in} names a server
   */
  FolderRuns folder() {
    TrackingPlace place = place();
    if (isGiven() && place.server().isPresent()) {
      throw new SpotInputException(
          "%s %s is a server, but this command needs a folder; use %s DIR"
              .formatted(NAME, location, NAME));
    }
    return new FolderRuns(place.folder());
  }

  /**
   * The run with this id, first characters of an id, name or folder.
   *
   * @throws SpotInputException if no run matches, or more than one
   */
  RecordedRun find(String typed) {
    return (RecordedRun) RunFinder.find(typed, folder());
  }

  /**
   * As above; if only the server has the run, its files are downloaded.
   *
   * @param destination folder for downloaded files; null: the folder of {@link #place} @throws
   *     SpotInputException if no run matches, or more than one
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

package org.spotrl.experiments.run;

import jakarta.inject.Inject;
import java.util.Map;
import java.util.function.Consumer;
import org.spotrl.api.tracking.Tracker;
import org.spotrl.experiments.config.TrackingConfig;
import org.spotrl.mlflow.Runs;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.FolderTracker;
import org.spotrl.mlflow.server.MlflowTrackingServer;
import org.spotrl.mlflow.server.ServerRuns;
import org.spotrl.mlflow.server.TrackingServer;
import org.spotrl.mlflow.sync.ServerTracker;
import org.spotrl.mlflow.sync.SyncReport;

/** Makes trackers and connections to servers, as the environment has it. */
public final class Trackers {

  private final Map<String, String> environment;

  /** For this process's environment. */
  @Inject
  public Trackers() {
    this(System.getenv());
  }

  Trackers(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** Where a run is recorded. */
  TrackingPlace place(TrackingConfig config) {
    return TrackingPlace.of(config, environment);
  }

  /**
   * A tracker for one run.
   *
   * @param stop ends the wait for a server at the end of a run
   * @param reports gets, at the end of a run that a server gets, how far that has come
   */
  Tracker tracker(
      TrackingPlace place, RunReporter reporter, StopSignal stop, Consumer<SyncReport> reports) {
    if (place.server().isEmpty()) {
      return new FolderTracker(place.folder());
    }
    // Now, not in the tracker's thread: a wrong address is the user's mistake.
    TrackingServer server = connect(place.server().get(), reporter::notice);
    return new ServerTracker(
        place.folder(), () -> server, reporter::notice, stop.ending(reporter), reports);
  }

  /**
   * A connection to a server, which is not asked anything yet.
   *
   * @param address maybe with credentials, which are seen nowhere afterwards
   * @param warnings gets what the user should know
   * @throws org.spotrl.api.error.SpotInputException if the address or a variable is wrong
   */
  public TrackingServer connect(String address, Consumer<String> warnings) {
    return MlflowTrackingServer.at(address, environment, warnings);
  }

  /**
   * The recorded runs of a folder or a server.
   *
   * @param option where the user named it, for messages
   * @param named the folder, or the server's address, maybe with credentials, which are seen
   *     nowhere afterwards; empty for what {@code MLFLOW_TRACKING_URI} names, or the folder {@code
   *     mlruns}
   * @param warnings gets what the user should know
   * @throws org.spotrl.api.error.SpotInputException if it is neither
   */
  public Runs runs(String option, String named, Consumer<String> warnings) {
    TrackingPlace place = place(option, named);
    return place.server().isPresent()
        ? new ServerRuns(connect(place.server().get(), warnings))
        : new FolderRuns(place.folder());
  }

  /** The place that the same text names: a server, else a folder. */
  public TrackingPlace place(String option, String named) {
    return named.isBlank()
        ? TrackingPlace.of(TrackingConfig.DEFAULTS, environment)
        : TrackingPlace.named(option, named, environment);
  }

  /** The server that {@code MLFLOW_TRACKING_URI} names; empty if it names none. */
  public String server() {
    return TrackingPlace.of(TrackingConfig.DEFAULTS, environment).server().orElse("");
  }
}

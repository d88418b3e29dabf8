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

/** Creates trackers and connections to servers, with the settings of the environment. */
public final class Trackers {

  private final Map<String, String> environment;

  /** Uses the environment of this process. */
  @Inject
  public Trackers() {
    this(System.getenv());
  }

  Trackers(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** The place of a run with this configuration. */
  public TrackingPlace place(TrackingConfig config) {
    return TrackingPlace.of(config, environment);
  }

  /**
   * A tracker for one run.
   *
   * @param stop ends the wait for the server at the end of a run
   * @param reports gets the state of the server's copy at the end of a run
   */
  public Tracker tracker(
      TrackingPlace place, RunReporter reporter, StopSignal stop, Consumer<SyncReport> reports) {
    if (place.server().isEmpty()) {
      return new FolderTracker(place.folder());
    }
    // Not in the tracker's thread, so that a wrong address is reported now.
    TrackingServer server = connect(place.server().get(), reporter::notice);
    return new ServerTracker(
        place.folder(), () -> server, reporter::notice, stop.ending(reporter), reports);
  }

  /**
   * A connection to a server; no request is sent yet.
   *
   * @param address may have credentials, which are never shown
   * @param warnings gets warnings for the user @throws org.spotrl.api.error.SpotInputException if
   *     the address or an environment variable is wrong
   */
  public TrackingServer connect(String address, Consumer<String> warnings) {
    return MlflowTrackingServer.at(address, environment, warnings);
  }

  /**
   * The runs of a folder or a server.
   *
   * @param option the option with this value, for messages
   * @param named a folder or a server's address, which may have credentials; empty: {@code
   *     MLFLOW_TRACKING_URI} or, if it is not set, the folder {@code mlruns}
   * @param warnings gets warnings for the user @throws org.spotrl.api.error.SpotInputException if
   *     it is neither
   */
  public Runs runs(String option, String named, Consumer<String> warnings) {
    TrackingPlace place = place(option, named);
    return place.server().isPresent()
        ? new ServerRuns(connect(place.server().get(), warnings))
        : new FolderRuns(place.folder());
  }

  /** The place of such a value. */
  public TrackingPlace place(String option, String named) {
    return named.isBlank()
        ? TrackingPlace.of(TrackingConfig.DEFAULTS, environment)
        : TrackingPlace.named(option, named, environment);
  }

  /** The server in {@code MLFLOW_TRACKING_URI}; empty if there is none. */
  public String server() {
    return TrackingPlace.of(TrackingConfig.DEFAULTS, environment).server().orElse("");
  }
}

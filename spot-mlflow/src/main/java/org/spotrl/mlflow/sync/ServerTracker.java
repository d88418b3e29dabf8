package org.spotrl.mlflow.sync;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.spotrl.api.progress.ProgressListener;
import org.spotrl.api.tracking.RunDescription;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.api.tracking.Tracker;
import org.spotrl.mlflow.RunView;
import org.spotrl.mlflow.folder.FolderTracker;
import org.spotrl.mlflow.folder.RunFolder;
import org.spotrl.mlflow.server.TrackingServer;

/**
 * Records runs on an MLflow server, by way of a folder: each is written there as {@link
 * FolderTracker} does, and a thread of its own sends the folder's content on. So a server that is
 * slow, away or refuses never holds a run up; what it lacks when a run ends is sent by {@link
 * FolderPush}.
 */
public final class ServerTracker implements Tracker {

  private final FolderTracker folder;
  private final Supplier<TrackingServer> connect;
  private final Consumer<String> notices;
  private final ProgressListener progress;
  private final Consumer<SyncReport> reports;
  private final SyncTiming pace;

  /**
   * A tracker by way of a folder.
   *
   * @param root the folder of runs, usually {@code mlruns}
   * @param connect makes a connection for each run, without asking the server anything yet
   * @param notices gets lines for the user, from any thread
   * @param progress hears at the end of a run how the rest is sent
   * @param reports gets, when a run ends, how far its copy has come
   */
  public ServerTracker(
      Path root,
      Supplier<TrackingServer> connect,
      Consumer<String> notices,
      ProgressListener progress,
      Consumer<SyncReport> reports) {
    this(new FolderTracker(root), connect, notices, progress, reports, SyncTiming.STANDARD);
  }

  /** A tracker with a pace of its own. */
  ServerTracker(
      FolderTracker folder,
      Supplier<TrackingServer> connect,
      Consumer<String> notices,
      ProgressListener progress,
      Consumer<SyncReport> reports,
      SyncTiming pace) {
    this.folder = folder;
    this.connect = connect;
    this.notices = notices;
    this.progress = progress;
    this.reports = reports;
    this.pace = pace;
  }

  @Override
  public TrackedRun start(RunDescription description) {
    return follow(folder.start(description));
  }

  @Override
  public TrackedRun resume(String runId, long upToMillis) {
    return follow(folder.resume(runId, upToMillis));
  }

  private TrackedRun follow(TrackedRun run) {
    TrackingServer server = connect.get();
    run.tags(Map.of(RunView.SERVER, server.address()));
    SyncThread thread =
        new SyncThread(RunFolder.of(Path.of(run.location())), server, notices, pace);
    thread.start();
    return new SyncedRun(
        run, status -> reports.accept(thread.finish(pace.patience(status), progress)));
  }
}

package org.spotrl.mlflow.sync;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.spotrl.api.progress.ProgressListener;
import org.spotrl.api.tracking.ForwardingRun;
import org.spotrl.api.tracking.RunDescription;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.api.tracking.Tracker;
import org.spotrl.mlflow.RunView;
import org.spotrl.mlflow.folder.FolderTracker;
import org.spotrl.mlflow.folder.RunFolder;
import org.spotrl.mlflow.server.TrackingServer;

/**
 * Records runs in a folder with {@link FolderTracker} and sends them to an MLflow server on a
 * separate thread, so that no fault of the server delays a run. {@link FolderPush} can send what is
 * missing after the run's end.
 */
public final class ServerTracker implements Tracker {

  private final FolderTracker folder;
  private final Supplier<TrackingServer> connect;
  private final Consumer<String> notices;
  private final ProgressListener progress;
  private final Consumer<SyncReport> reports;
  private final SyncTiming timing;

  /**
   * Creates a tracker.
   *
   * @param root the tracking folder, usually {@code mlruns}
   * @param connect returns a server object for each run, without a call to the server
   * @param notices receives lines for the user, from any thread
   * @param progress receives the progress of the sync at the end of a run
   * @param reports receives the result of the sync at the end of a run
   */
  public ServerTracker(
      Path root,
      Supplier<TrackingServer> connect,
      Consumer<String> notices,
      ProgressListener progress,
      Consumer<SyncReport> reports) {
    this(new FolderTracker(root), connect, notices, progress, reports, SyncTiming.STANDARD);
  }

  /** Creates a tracker with the given time limits. */
  ServerTracker(
      FolderTracker folder,
      Supplier<TrackingServer> connect,
      Consumer<String> notices,
      ProgressListener progress,
      Consumer<SyncReport> reports,
      SyncTiming timing) {
    this.folder = folder;
    this.connect = connect;
    this.notices = notices;
    this.progress = progress;
    this.reports = reports;
    this.timing = timing;
  }

  @Override
  public TrackedRun start(RunDescription description) {
    return sync(folder.start(description));
  }

  @Override
  public TrackedRun resume(String runId, long upToMillis) {
    return sync(folder.resume(runId, upToMillis));
  }

  private TrackedRun sync(TrackedRun run) {
    TrackingServer server = connect.get();
    run.tags(Map.of(RunView.SERVER, server.address()));
    SyncThread thread =
        new SyncThread(RunFolder.of(Path.of(run.location())), server, notices, timing);
    thread.start();
    AtomicBoolean finished = new AtomicBoolean();
    return new ForwardingRun(run) {
      @Override
      public void finish(RunStatus status, List<String> obsolete) {
        try {
          super.finish(status, obsolete);
        } finally {
          if (finished.compareAndSet(false, true)) {
            reports.accept(thread.finish(timing.patience(status), progress));
          }
        }
      }
    };
  }
}

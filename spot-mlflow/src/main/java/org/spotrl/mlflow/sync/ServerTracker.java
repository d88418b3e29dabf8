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
 * Records runs on an MLflow server, by way of a folder: each is written there as {@link
 * FolderTracker} does, and a thread of its own sends the folder's content on. So a server that is
 * slow, away or refuses never delays a run; what it lacks when a run ends is sent by {@link
 * FolderPush}.
 */
public final class ServerTracker implements Tracker {

  private final FolderTracker folder;
  private final Supplier<TrackingServer> connect;
  private final Consumer<String> notices;
  private final ProgressListener progress;
  private final Consumer<SyncReport> reports;
  private final SyncTiming timing;

  /**
   * A tracker by way of a folder.
   *
   * @param root the folder of runs, usually {@code mlruns}
   * @param connect makes a connection for each run, without asking the server anything yet
   * @param notices gets lines for the user, from any thread
   * @param progress gets how the rest is sent at the end of a run
   * @param reports gets, when a run ends, how much of it is on the server
   */
  public ServerTracker(
      Path root,
      Supplier<TrackingServer> connect,
      Consumer<String> notices,
      ProgressListener progress,
      Consumer<SyncReport> reports) {
    this(new FolderTracker(root), connect, notices, progress, reports, SyncTiming.STANDARD);
  }

  /** A tracker with other times. */
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

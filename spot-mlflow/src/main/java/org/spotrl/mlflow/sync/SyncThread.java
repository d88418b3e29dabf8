package org.spotrl.mlflow.sync;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.spotrl.api.SpotCommand;
import org.spotrl.api.error.SpotException;
import org.spotrl.api.error.SpotStoppedException;
import org.spotrl.api.progress.ProgressListener;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.mlflow.folder.FileMutex;
import org.spotrl.mlflow.folder.FolderFiles;
import org.spotrl.mlflow.folder.RunFolder;
import org.spotrl.mlflow.server.Backoff;
import org.spotrl.mlflow.server.ServerException;
import org.spotrl.mlflow.server.ServerUnavailable;
import org.spotrl.mlflow.server.TrackingServer;

/**
 * Sends a run to a server while it is being recorded, on a daemon thread. No fault of the server
 * affects the run. The user sees each message once, not at every attempt.
 */
final class SyncThread {

  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration PROGRESS_AFTER = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE_AT_END = Duration.ofSeconds(2);

  private final RunFolder folder;
  private final TrackingServer server;
  private final Consumer<String> notices;
  private final SyncTiming timing;
  private final SyncTarget target;
  private final RunSync sync;
  private final Backoff backoff;
  private final Thread thread = new Thread(this::run, "spot-sync");
  private final CountDownLatch finishing = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  /** Types of failures; each is reported once until a pass succeeds. */
  private final Set<Class<?>> failures = new HashSet<>();

  private final Set<String> reportedRefusals = new HashSet<>();
  private boolean everSynced;
  private volatile boolean away;
  private volatile Optional<String> fault = Optional.of("nothing was sent yet");
  private volatile List<String> refused = List.of();

  /**
   * Creates the thread without starting it.
   *
   * @param notices receives lines for the user, on that thread
   */
  SyncThread(RunFolder folder, TrackingServer server, Consumer<String> notices, SyncTiming timing) {
    this.folder = folder;
    this.server = server;
    this.notices = notices;
    this.timing = timing;
    this.backoff = new Backoff(timing.firstPause(), timing.longestPause());
    this.target = new SyncTarget(server, this::notice);
    this.sync = new RunSync(folder, target, bytes -> {});
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /**
   * Waits for the rest to be sent, up to a time limit. Call it when the run has ended.
   *
   * @param progress receives the progress; if it throws {@link SpotStoppedException}, the time
   *     limit is that of a stopped run
   */
  SyncReport finish(Duration patience, ProgressListener progress) {
    finishing.countDown();
    long start = System.nanoTime();
    long sentBefore = target.changes();
    Duration limit = patience;
    try {
      while (!ended.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
        long sent = target.changes() - sentBefore;
        long waited = System.nanoTime() - start;
        if (waited > PROGRESS_AFTER.toNanos()) {
          TransferSize left = report().left();
          // Plus one for the run's end.
          long total = sent + left.points() + left.files() + 1;
          try {
            progress.report("sending", sent, total, Map.of());
          } catch (SpotStoppedException e) {
            limit = timing.patience(RunStatus.KILLED);
          }
        }
        if (waited > limit.toNanos() || (away && waited > timing.patienceWhenAway().toNanos())) {
          break;
        }
      }
      thread.interrupt();
      ended.await(TICK.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
    return report();
  }

  private SyncReport report() {
    TransferSize left = TransferSize.NONE;
    Optional<String> reason = fault;
    try {
      left = sync.left();
    } catch (IOException e) {
      // Does not fail the run, which has ended already.
      reason = Optional.of(FolderFiles.message(e, folder.path()));
    }
    return new SyncReport(
        server.address(), sync.experimentPage(), target.sent(), left, refused, reason);
  }

  private void run() {
    try {
      Optional<FileMutex> lock = lock();
      while (lock.isEmpty()) {
        pause(timing.interval());
        lock = lock();
      }
      try {
        syncUntilEnd();
      } finally {
        lock.get().close();
      }
    } catch (InterruptedException e) {
      // The run has ended and does not wait any longer: the rest stays in the folder.
      return;
    } catch (RuntimeException e) {
      String reason = "sending to %s has stopped: %s".formatted(server.address(), e);
      fault = Optional.of(reason);
      String push = SpotCommand.line("push", folder.path().toString(), "--to", server.address());
      notice(
          "%s%n           the run continues in %s; when it has ended, send it with: %s"
              .formatted(reason, folder.path(), push));
    } finally {
      server.close();
      ended.countDown();
    }
  }

  private Optional<FileMutex> lock() {
    Optional<FileMutex> lock = FileMutex.tryTake(folder.sendingLock(), notices);
    if (lock.isEmpty()) {
      failed(FileMutex.class, "another process is sending run %s".formatted(folder.id()));
    }
    return lock;
  }

  private void syncUntilEnd() throws InterruptedException {
    while (true) {
      // Read before the pass: only a pass that begins after the run's end sends everything.
      boolean last = finishing.getCount() == 0;
      Duration pause = pass();
      if (last && !away) {
        return;
      }
      pause(pause);
    }
  }

  /** Sends what is new and returns the pause before the next pass. */
  private Duration pass() {
    try {
      succeeded(sync.pass());
      away = false;
      backoff.reset();
      return timing.interval();
    } catch (ServerException | SpotException e) {
      failed(e.getClass(), Refusals.reason(e));
      away = e instanceof ServerUnavailable;
    } catch (IOException e) {
      failed(IOException.class, FolderFiles.message(e, folder.path()));
      away = false;
    }
    return away ? backoff.next() : timing.longestPause();
  }

  private void succeeded(List<String> refusals) {
    fault = Optional.empty();
    refused = refusals;
    boolean hadFailures = !failures.isEmpty();
    failures.clear();
    if (!everSynced) {
      notice(sync.url().orElse(""));
    } else if (hadFailures) {
      notice(server.address() + " accepts the run again");
    }
    everSynced = true;
    refusals.stream().filter(reportedRefusals::add).forEach(r -> notices.accept("not sent   " + r));
  }

  private void failed(Class<?> type, String reason) {
    fault = Optional.of(reason);
    if (failures.add(type)) {
      notice(
          ("%s%n           the run continues in %s and is sent when the server works again, or with spot"
                  + " push")
              .formatted(reason, folder.path()));
    }
  }

  private void notice(String line) {
    notices.accept("server     " + line);
  }

  /** Waits until the run ends at most; after the end only a short time. */
  private void pause(Duration pause) throws InterruptedException {
    if (finishing.getCount() > 0) {
      finishing.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    } else {
      TimeUnit.NANOSECONDS.sleep(Math.min(pause.toNanos(), LONGEST_PAUSE_AT_END.toNanos()));
    }
  }
}

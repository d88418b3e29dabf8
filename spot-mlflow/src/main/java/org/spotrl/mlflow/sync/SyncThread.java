package org.spotrl.mlflow.sync;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.spotrl.api.error.SpotException;
import org.spotrl.api.progress.ProgressListener;
import org.spotrl.mlflow.folder.FileMutex;
import org.spotrl.mlflow.folder.FolderFiles;
import org.spotrl.mlflow.folder.RunFolder;
import org.spotrl.mlflow.server.Backoff;
import org.spotrl.mlflow.server.ServerRefused;
import org.spotrl.mlflow.server.ServerUnavailable;
import org.spotrl.mlflow.server.TrackingServer;

/**
 * Sends a run to a server while it is being recorded, in a thread that keeps no process from
 * ending. Whatever the server does, the run does not notice.
 */
final class SyncThread {

  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration SHOWN_FROM = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE_AT_END = Duration.ofSeconds(2);

  private final RunFolder folder;
  private final TrackingServer server;
  private final Consumer<String> notices;
  private final SyncTiming pace;
  private final TransferCounter tally = new TransferCounter();
  private final RunSync sync;
  private final SyncMessages voice;
  private final Backoff backoff;
  private final Thread thread = new Thread(this::run, "spot-sync");
  private final CountDownLatch finishing = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean away;

  /**
   * A thread that is not started yet.
   *
   * @param notices gets lines for the user, from that thread
   */
  SyncThread(RunFolder folder, TrackingServer server, Consumer<String> notices, SyncTiming pace) {
    this.folder = folder;
    this.server = server;
    this.notices = notices;
    this.pace = pace;
    this.voice = new SyncMessages(server.address(), folder.path(), notices);
    this.backoff = new Backoff(pace.firstPause(), pace.longestPause());
    this.sync =
        new RunSync(
            folder,
            server,
            new ExperimentSync(server),
            tally,
            new SyncListener() {
              @Override
              public void note(String line) {
                voice.note(line);
              }
            });
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /**
   * Waits within limits for the rest to be sent; to be called when the run has ended.
   *
   * @param progress hears how much is sent
   */
  SyncReport finish(Duration patience, ProgressListener progress) {
    finishing.countDown();
    long start = System.nanoTime();
    long sentBefore = tally.changes();
    try {
      while (!ended.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
        long sent = tally.changes() - sentBefore;
        long waited = System.nanoTime() - start;
        if (waited > SHOWN_FROM.toNanos()) {
          // One more than what is left: the run's end itself has to be told.
          progress.report("sending", sent, sent + count(report().left()) + 1, Map.of());
        }
        if (waited > patience.toNanos() || (away && waited > pace.patienceWhenAway().toNanos())) {
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
    try {
      return report(sync.left(), voice.fault());
    } catch (IOException e) {
      // No failure of the run, which has ended well or not by its own.
      return report(TransferSize.NONE, Optional.of(FolderFiles.message(e, folder.path())));
    }
  }

  private SyncReport report(TransferSize left, Optional<String> fault) {
    return new SyncReport(
        server.address(), sync.url(), tally.amount(), left, voice.refused(), fault);
  }

  private void run() {
    try {
      Optional<FileMutex> lock = lock();
      while (lock.isEmpty()) {
        pause(pace.interval());
        lock = lock();
      }
      try {
        sync();
      } finally {
        lock.get().close();
      }
    } catch (InterruptedException e) {
      // The run has ended and waits no longer: what is left stays in the folder.
      return;
    } catch (RuntimeException e) {
      voice.stopped(e.toString());
    } finally {
      server.close();
      ended.countDown();
    }
  }

  private void sync() throws InterruptedException {
    while (true) {
      // Asked before the pass: one that begins after the run's end sends everything.
      boolean last = finishing.getCount() == 0;
      Duration pause = pass();
      if (last && !away) {
        return;
      }
      pause(pause);
    }
  }

  /** Sends what is new and tells how long to wait for more. */
  private Duration pass() {
    try {
      List<String> refused = sync.pass();
      voice.well(sync.url().orElse(""), refused);
      away = false;
      backoff.reset();
      return pace.interval();
    } catch (ServerUnavailable e) {
      away = true;
      voice.trouble("away", Refusals.reason(e));
      return backoff.next();
    } catch (ServerRefused | SpotException e) {
      away = false;
      voice.trouble("refused", Refusals.reason(e));
    } catch (IOException e) {
      away = false;
      voice.trouble("folder", FolderFiles.message(e, folder.path()));
    }
    return pace.longestPause();
  }

  private Optional<FileMutex> lock() {
    Optional<FileMutex> lock = FileMutex.tryTake(folder.sendingLock(), notices);
    if (lock.isEmpty()) {
      voice.trouble("busy", "run %s is being sent by another process".formatted(folder.id()));
    }
    return lock;
  }

  /** Waits, but not beyond the end of the run; after it for a short time only. */
  private void pause(Duration pause) throws InterruptedException {
    if (finishing.getCount() > 0) {
      finishing.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    } else {
      TimeUnit.NANOSECONDS.sleep(Math.min(pause.toNanos(), LONGEST_PAUSE_AT_END.toNanos()));
    }
  }

  private static long count(TransferSize amount) {
    return amount.points() + amount.files();
  }
}

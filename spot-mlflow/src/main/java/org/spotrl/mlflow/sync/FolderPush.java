package org.spotrl.mlflow.sync;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.spotrl.api.error.SpotException;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.progress.ProgressListener;
import org.spotrl.mlflow.folder.ExperimentViews;
import org.spotrl.mlflow.folder.FileMutex;
import org.spotrl.mlflow.folder.FolderFiles;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.mlflow.folder.RunFolder;
import org.spotrl.mlflow.server.Retry;
import org.spotrl.mlflow.server.ServerException;
import org.spotrl.mlflow.server.ServerRefused;
import org.spotrl.mlflow.server.ServerUnavailable;
import org.spotrl.mlflow.server.TrackingServer;

/**
 * Sends runs of a tracking folder to a server, whether spot or MLflow's file store recorded them.
 * Idempotent: a repeated push creates no second copy, and completes a push that was killed. An
 * object is for one push.
 */
public final class FolderPush {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final long KILO = 1000;

  private final SyncTarget target;
  private final ProgressListener progress;
  private final Retry retry;
  private final Map<String, List<String>> faults = new LinkedHashMap<>();
  private int added;
  private int updated;
  private int unchanged;
  private long doneBytes;
  private long totalBytes;

  /**
   * The result of a push.
   *
   * @param added number of new runs on the server
   * @param updated number of runs that changed on the server
   * @param unchanged number of runs that were already complete
   * @param sent the amount of data sent
   * @param faults what could not be sent and why, by run
   */
  public record Report(
      int added, int updated, int unchanged, TransferSize sent, Map<String, List<String>> faults) {}

  /**
   * Creates a push that waits up to a minute for an unavailable server.
   *
   * @param progress receives the progress in kilobytes
   * @param notes receives a message for each value that is truncated on the server
   */
  public FolderPush(TrackingServer server, ProgressListener progress, Consumer<String> notes) {
    this(server, progress, notes, new Retry(PATIENCE));
  }

  /** Creates a push with the given retries. */
  FolderPush(
      TrackingServer server, ProgressListener progress, Consumer<String> notes, Retry retry) {
    this.target = new SyncTarget(server, notes);
    this.progress = progress;
    this.retry = retry.whileProgress(target::changes);
  }

  /**
   * Sends runs. A failure of one run does not stop the others, unless the server is unavailable or
   * rejects the credentials.
   */
  public Report push(List<RecordedRun> runs) {
    List<RecordedRun> oldestFirst = new ArrayList<>(runs);
    // A parent run starts before its children, which refer to it.
    oldestFirst.sort(Comparator.comparingLong(RecordedRun::startMillis));
    Map<RecordedRun, Long> sizes = new LinkedHashMap<>();
    for (RecordedRun run : oldestFirst) {
      try {
        sizes.put(run, size(run));
      } catch (SpotException e) {
        fault(run, Refusals.reason(e));
      }
    }
    oldestFirst.retainAll(sizes.keySet());
    runs.stream()
        .map(run -> run.experiment().folder())
        .distinct()
        .forEach(each -> ExperimentViews.refresh(each, System.currentTimeMillis()));
    totalBytes = sizes.values().stream().mapToLong(Long::longValue).sum();
    Optional<String> closed = Optional.empty();
    for (RecordedRun run : oldestFirst) {
      if (closed.isPresent()) {
        fault(run, closed.get());
        continue;
      }
      long end = doneBytes + sizes.getOrDefault(run, 0L);
      try {
        push(run, end);
      } catch (ServerException | SpotException e) {
        String reason = Refusals.reason(e);
        fault(run, reason);
        if (e instanceof ServerUnavailable
            || (e instanceof ServerRefused refused && refused.isUnauthorized())) {
          closed = Optional.of(reason);
        }
      }
      doneBytes = end;
      reportProgress();
    }
    return new Report(added, updated, unchanged, target.sent(), faults);
  }

  private void push(RecordedRun run, long end) {
    RunFolder folder = RunFolder.of(run.folder());
    Optional<FileMutex> lock =
        FileMutex.tryTake(folder.sendingLock(), warning -> fault(run, warning));
    if (lock.isEmpty()) {
      fault(run, "another process is sending this run; push again when that has ended");
      return;
    }
    try {
      RunSync sync =
          new RunSync(
              folder,
              target,
              bytes -> {
                doneBytes = Math.min(end, doneBytes + bytes);
                reportProgress();
              });
      long before = target.changes();
      if (!retry.call(sync::isComplete)) {
        retry.call(sync::pass).forEach(line -> fault(run, line));
      }
      if (sync.isNew()) {
        added++;
      } else if (target.changes() > before) {
        updated++;
      } else {
        unchanged++;
      }
    } catch (IOException e) {
      throw new SpotRunException(FolderFiles.message(e, run.folder()), e);
    } finally {
      lock.get().close();
    }
  }

  private void fault(RecordedRun run, String reason) {
    faults
        .computeIfAbsent("%s (%s)".formatted(run.name(), run.id()), key -> new ArrayList<>())
        .add(reason);
  }

  private void reportProgress() {
    TransferSize sent = target.sent();
    progress.report(
        "push kB",
        doneBytes / KILO,
        totalBytes / KILO,
        Map.of("points", (double) sent.points(), "files", (double) sent.files()));
  }

  /** At least 1, so that each run moves the progress bar. */
  private static long size(RecordedRun run) {
    return FolderFiles.reading(run.folder(), () -> 1 + LocalFiles.size(run.folder()).bytes());
  }
}

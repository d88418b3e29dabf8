package org.spotrl.mlflow.sync;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.spotrl.mlflow.folder.MetricFile;
import org.spotrl.mlflow.folder.RunFolder;
import org.spotrl.mlflow.format.MetricPoint;

/**
 * Sends the points of a run, each once. Remembers how far each file was sent, and compares with the
 * server if that is unknown.
 */
final class MetricSync {

  /** Points are sent when this many are read; a call has at most 1,000. */
  private static final int BATCH = 5_000;

  private final RunCopy copy;
  private final Map<String, Long> sentTo = new ConcurrentHashMap<>();

  /** Metrics that may have points on the server that this object does not know. */
  private final Set<String> unsure = ConcurrentHashMap.newKeySet();

  /** Metrics with points on the server that the folder does not have yet but may record again. */
  private final Map<String, MissingPoints> matches = new HashMap<>();

  /** Points that were read but not sent yet, by metric. */
  private final Map<String, MetricFile.Tail> pending = new TreeMap<>();

  MetricSync(RunCopy copy) {
    this.copy = copy;
    this.unsure.addAll(copy.remote().latest().keySet());
  }

  /** Sends new points. */
  void pass() throws IOException {
    pending.clear();
    for (Map.Entry<String, Path> file : MetricFile.all(copy.folder().metrics()).entrySet()) {
      if (!copy.refusals().contains("metric " + file.getKey())) {
        read(file.getKey(), file.getValue());
      }
      if (pending.values().stream().mapToInt(tail -> tail.points().size()).sum() >= BATCH) {
        send();
      }
    }
    send();
  }

  /** The number of points that remain to be sent, without metrics that the server refuses. */
  long left() throws IOException {
    return count(
        copy.folder(),
        metric -> copy.refusals().contains("metric " + metric),
        metric -> sentTo.getOrDefault(metric, 0L));
  }

  /**
   * Counts points of a run.
   *
   * @param skipped metrics that are not counted
   * @param start returns the first byte of a metric's file that is counted
   */
  static long count(RunFolder run, Predicate<String> skipped, ToLongFunction<String> start)
      throws IOException {
    long count = 0;
    for (Map.Entry<String, Path> file : MetricFile.all(run.metrics()).entrySet()) {
      if (!skipped.test(file.getKey())) {
        count += MetricFile.tail(file.getValue(), start.applyAsLong(file.getKey())).points().size();
      }
    }
    return count;
  }

  private void read(String name, Path file) throws IOException {
    try {
      long start = sentTo.getOrDefault(name, 0L);
      if (Files.size(file) < start) {
        // The run was resumed from a checkpoint.
        unsure.add(name);
      }
      if (unsure.contains(name)) {
        start = 0;
        matches.put(name, new MissingPoints(copy.server().history(copy.remote().id(), name)));
      }
      MetricFile.Tail tail = MetricFile.tail(file, start);
      List<MetricPoint> points = tail.points();
      MissingPoints match = matches.get(name);
      if (match != null) {
        points = match.missing(points);
        if (match.isExhausted()) {
          matches.remove(name);
        }
      }
      if (points.isEmpty()) {
        sentTo.put(name, tail.end());
        unsure.remove(name);
        return;
      }
      pending.put(name, new MetricFile.Tail(points, tail.end()));
    } catch (NoSuchFileException e) {
      // The run was resumed from a checkpoint before the metric's first point.
      sentTo.remove(name);
    } catch (IOException e) {
      copy.refusals().add("file of metric " + name, e);
    }
  }

  private void send() {
    if (pending.isEmpty()) {
      return;
    }
    // Until the call has returned, any of these points may be on the server.
    unsure.addAll(pending.keySet());
    copy.refusals()
        .sendEach("metric", pending, this::record)
        .forEach(
            (name, tail) -> {
              copy.target().count(tail.points().size(), 0, 0);
              sentTo.put(name, tail.end());
              unsure.remove(name);
            });
    pending.clear();
  }

  private void record(Map<String, MetricFile.Tail> tails) {
    Map<String, List<MetricPoint>> points = new TreeMap<>();
    tails.forEach((name, tail) -> points.put(name, tail.points()));
    copy.server().record(copy.remote().id(), Map.of(), Map.of(), points);
  }
}

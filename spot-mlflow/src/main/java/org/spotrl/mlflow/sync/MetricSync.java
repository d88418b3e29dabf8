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
 * Sends the points of a run, each once: remembers how far each file was sent, and compares with the
 * server where that is not known.
 */
final class MetricSync {

  /** Points that go out at once; the server takes 1,000 a call. */
  private static final int ENOUGH = 5_000;

  private final RunCopy copy;
  private final Map<String, Long> sentTo = new ConcurrentHashMap<>();

  /** Metrics that may have points on the server that are not remembered. */
  private final Set<String> unsure = ConcurrentHashMap.newKeySet();

  /** Metrics that have points on the server which the folder may get again. */
  private final Map<String, MissingPoints> matches = new HashMap<>();

  /** What was read but not sent yet: the points of each metric, and where their lines end. */
  private final Map<String, MetricFile.Tail> pending = new TreeMap<>();

  /** The points of a run. */
  MetricSync(RunCopy copy) {
    this.copy = copy;
    this.unsure.addAll(copy.remote().latest().keySet());
  }

  /** Sends what is new. */
  void pass() throws IOException {
    pending.clear();
    for (Map.Entry<String, Path> file : MetricFile.all(copy.folder().metrics()).entrySet()) {
      if (!copy.refusals().contains("metric " + file.getKey())) {
        read(file.getKey(), file.getValue());
      }
      if (pending.values().stream().mapToInt(tail -> tail.points().size()).sum() >= ENOUGH) {
        send();
      }
    }
    send();
  }

  /** How many points are not sent; of metrics that the server refuses, none is counted. */
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
   * @param start the first byte of a metric's file that counts
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
        // It was taken back to a checkpoint.
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
        if (match.isSpent()) {
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
      // Taken back to before its first point.
      sentTo.remove(name);
    } catch (IOException e) {
      copy.refusals().add("file of metric " + name, e);
    }
  }

  private void send() {
    if (pending.isEmpty()) {
      return;
    }
    // Until the answer is there, any of them may be on the server.
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

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
import org.spotrl.api.error.SpotInputException;
import org.spotrl.mlflow.folder.MetricFile;
import org.spotrl.mlflow.format.MetricPoint;
import org.spotrl.mlflow.server.ServerRefused;

/**
 * Sends the points of a run, each once: remembers how far each file was sent, and compares with the
 * server where that is not known.
 */
final class MetricSync {

  /** Points that go out at once; the server takes 1,000 a call. */
  private static final int ENOUGH = 5_000;

  private final Path metrics;
  private final SyncTarget target;
  private final Map<String, Long> sentTo = new ConcurrentHashMap<>();

  /** Metrics of which the server may have points that are not remembered. */
  private final Set<String> unsure = ConcurrentHashMap.newKeySet();

  /** Of metrics of which the server has points that the folder may get again. */
  private final Map<String, MissingPoints> matches = new HashMap<>();

  private final Map<String, String> refused = new TreeMap<>();

  // What was read but not sent yet: the points of each metric, and where their lines end.
  private final Map<String, List<MetricPoint>> pending = new TreeMap<>();
  private final Map<String, Long> pendingEnd = new HashMap<>();
  private int pendingPoints;

  /**
   * The points below a folder.
   *
   * @param onServer the metrics of which the server has points
   */
  MetricSync(Path metrics, SyncTarget target, Set<String> onServer) {
    this.metrics = metrics;
    this.target = target;
    this.unsure.addAll(onServer);
  }

  /** Sends what is new. */
  void pass(String runId, Refusals refusals) throws IOException {
    pending.clear();
    pendingEnd.clear();
    pendingPoints = 0;
    for (Map.Entry<String, Path> file : MetricFile.all(metrics).entrySet()) {
      if (!refused.containsKey(file.getKey())) {
        read(file.getKey(), file.getValue(), runId);
      }
      if (pendingPoints >= ENOUGH) {
        send(runId);
      }
    }
    send(runId);
    refused.forEach((name, reason) -> refusals.add("metric " + name, reason));
  }

  /** How many points are not sent; of metrics that the server refuses, none is counted. */
  long left() throws IOException {
    long left = 0;
    for (Map.Entry<String, Path> file : MetricFile.all(metrics).entrySet()) {
      if (!refused.containsKey(file.getKey())) {
        long start = sentTo.getOrDefault(file.getKey(), 0L);
        left += MetricFile.tail(file.getValue(), start).points().size();
      }
    }
    return left;
  }

  private void read(String name, Path file, String runId) throws IOException {
    try {
      long start = sentTo.getOrDefault(name, 0L);
      if (Files.size(file) < start) {
        // It was taken back to a checkpoint.
        unsure.add(name);
      }
      if (unsure.contains(name)) {
        start = 0;
        matches.put(name, new MissingPoints(target.server().history(runId, name)));
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
      pending.put(name, points);
      pendingEnd.put(name, tail.end());
      pendingPoints += points.size();
    } catch (NoSuchFileException e) {
      // Taken back to before its first point.
      sentTo.remove(name);
    }
  }

  private void send(String runId) {
    if (pending.isEmpty()) {
      return;
    }
    // Until the answer is there, any part of them may be on the server.
    unsure.addAll(pending.keySet());
    try {
      target.server().record(runId, Map.of(), Map.of(), pending);
      pending.keySet().forEach(this::done);
    } catch (ServerRefused | SpotInputException e) {
      for (String name : pending.keySet()) {
        sendAlone(runId, name);
      }
    }
    pending.clear();
    pendingEnd.clear();
    pendingPoints = 0;
  }

  private void sendAlone(String runId, String name) {
    Map<String, List<MetricPoint>> alone = Map.of(name, pending.getOrDefault(name, List.of()));
    Refusals.refusal(() -> target.server().record(runId, Map.of(), Map.of(), alone))
        .ifPresentOrElse(reason -> refused.put(name, reason), () -> done(name));
  }

  private void done(String name) {
    target.count(pending.getOrDefault(name, List.of()).size(), 0, 0);
    sentTo.put(name, pendingEnd.getOrDefault(name, 0L));
    unsure.remove(name);
  }
}

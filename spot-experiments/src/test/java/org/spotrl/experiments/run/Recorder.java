package org.spotrl.experiments.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.spotrl.api.env.EvaluationResult;
import org.spotrl.mlflow.sync.SyncReport;

/** Records the reports of a run as lines, and can request a stop at one of them. */
class Recorder implements RunReporter {

  private final List<String> lines = new ArrayList<>();
  private final StopSignal stop = new StopSignal();
  private String stopAt = "never";

  /** A recorder that requests a stop at this line. */
  static Recorder stoppingAt(String line) {
    Recorder recorder = new Recorder();
    recorder.stopAt = line;
    return recorder;
  }

  synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  StopSignal stop() {
    return stop;
  }

  @Override
  public void report(String activity, long done, long total, Map<String, Double> figures) {
    add(activity + " " + done + "/" + total);
  }

  @Override
  public void dataReady(PreparedData data) {
    add("data " + data.training().name());
  }

  @Override
  public void tracking(String runName, String runId, String location) {
    add("tracking " + runName);
  }

  @Override
  public void training(List<String> phases) {
    // The other lines have the phases.
  }

  @Override
  public void resumed(long updates) {
    add("resumed " + updates);
  }

  @Override
  public void evaluated(long updates, EvaluationResult result) {
    add("evaluated " + updates);
  }

  @Override
  public void notice(String line) {
    add("notice " + line);
  }

  @Override
  public void copied(SyncReport report) {
    add("copied " + report.isComplete());
  }

  private synchronized void add(String line) {
    lines.add(line);
    if (line.equals(stopAt)) {
      stop.request();
    }
  }
}

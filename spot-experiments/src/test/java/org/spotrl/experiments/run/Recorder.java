package org.spotrl.experiments.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.spotrl.api.env.EvaluationResult;
import org.spotrl.mlflow.sync.SyncReport;

/** Keeps what a run reports as lines; can ask for a stop at one of them. */
class Recorder implements RunReporter {

  private final List<String> lines = new ArrayList<>();
  private final StopSignal stop = new StopSignal();
  private String stopAt = "never";

  /** A recorder that asks for a stop when this line is reported. */
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
    // The lines name each.
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

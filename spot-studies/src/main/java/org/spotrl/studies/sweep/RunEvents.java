package org.spotrl.studies.sweep;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.spotrl.api.env.EvaluationResult;
import org.spotrl.experiments.run.PreparedData;
import org.spotrl.experiments.run.RunReporter;
import org.spotrl.mlflow.sync.SyncReport;

/**
 * The lines by which a run's process reports to its sweep. They are also readable in the run's log.
 *
 * <p>A line begins with {@code phases}, {@code progress}, {@code score} or {@code run}; all others
 * are notices.
 */
public final class RunEvents implements RunReporter {

  private static final long EVERY_NANOS = 500_000_000L;

  private final PrintWriter out;
  private String activity = "";
  private long last;

  /** Writes to this writer, which flushes each line. */
  public RunEvents(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void dataReady(PreparedData data) {
    line("notice data " + data.training().name());
  }

  @Override
  public void tracking(String runName, String runId, String location) {
    line("run " + runId + " " + location);
  }

  @Override
  public void training(List<String> phases) {
    line("phases " + String.join(" ", phases));
  }

  @Override
  public void resumed(long updates) {
    line("notice resumed after " + updates + " updates");
  }

  @Override
  public void evaluated(long updates, EvaluationResult result) {
    line("score " + updates + " " + result.normalizedScore());
  }

  @Override
  public synchronized void report(String what, long done, long total, Map<String, Double> figures) {
    long now = System.nanoTime();
    if (what.equals(activity) && done < total && now - last < EVERY_NANOS) {
      return;
    }
    activity = what;
    last = now;
    line("progress " + done + " " + total + " " + what);
  }

  @Override
  public void notice(String line) {
    line("notice " + line.replaceAll("\\s+", " "));
  }

  @Override
  public void copied(SyncReport report) {
    report.page().ifPresent(page -> line("notice copied to " + page));
  }

  private synchronized void line(String text) {
    out.println(text);
  }

  /** What the lines of a process say so far; not thread-safe. */
  static final class Reader {
    private List<String> phases = List.of();
    private String activity = "starting";
    private double done;
    private double score = Double.NaN;

    void read(String line) {
      String[] words = line.split(" ", 4);
      try {
        switch (words[0]) {
          case "phases" ->
              phases = List.of(line.split(" ", -1)).subList(1, line.split(" ", -1).length);
          case "score" -> score = Double.parseDouble(words[2]);
          case "progress" -> {
            activity = words[3];
            double total = Double.parseDouble(words[2]);
            done = total == 0 ? 1 : Double.parseDouble(words[1]) / total;
          }
          default -> {
            // A line for the log.
          }
        }
      } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
        // Another program's line that looks like one of these; the log has it.
        return;
      }
    }

    /** What the run does: the name of its phase, or of other work. */
    String activity() {
      return activity;
    }

    /** The part of the current work that is done, from 0 to 1. */
    double done() {
      return done;
    }

    /** The latest score; NaN before the first evaluation. */
    double score() {
      return score;
    }

    /** The part of the run that is done, from 0 to 1; phases count alike. */
    double fraction() {
      int phase = phases.indexOf(activity);
      return phase < 0 ? 0 : (phase + done) / phases.size();
    }
  }
}

package org.spotrl.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.spotrl.api.data.DatasetStatistics;
import org.spotrl.api.env.EvaluationResult;
import org.spotrl.experiments.run.LocalRun;
import org.spotrl.experiments.run.PreparedData;
import org.spotrl.experiments.run.RunReporter;
import org.spotrl.mlflow.sync.SyncReport;

/**
 * Shows a run on a terminal: a bar that redraws itself, or a line every ten seconds where the
 * output is a file. Figures are those of the last report.
 */
class ConsoleReporter implements RunReporter {

  private static final int BAR = 24;
  private static final long REDRAW_NANOS = 200_000_000L;
  private static final long LINE_NANOS = 10_000_000_000L;

  private final PrintWriter out;
  private final boolean terminal;
  private final LongSupplier nanoTime;
  private String activity = "";
  private long activityStart;
  private long doneAtStart;
  private long lastShown;
  private int barWidth;
  private String location = "";
  private final Set<String> unsent = new LinkedHashSet<>();

  /**
   * A reporter for standard output; the script that starts Java knows whether that is a terminal.
   */
  static ConsoleReporter standard(PrintWriter out) {
    return new ConsoleReporter(out, Boolean.getBoolean("spot.terminal"), System::nanoTime);
  }

  /** A reporter that prints notices alone. */
  static ConsoleReporter quiet(PrintWriter out) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    return new ConsoleReporter(nowhere, false, System::nanoTime) {
      @Override
      public synchronized void notice(String line) {
        out.println(line);
      }
    };
  }

  /**
   * A reporter.
   *
   * @param terminal true if a carriage return moves the cursor back
   * @param nanoTime as {@link System#nanoTime}
   */
  ConsoleReporter(PrintWriter out, boolean terminal, LongSupplier nanoTime) {
    this.out = out;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
  }

  @Override
  public synchronized void report(String what, long done, long total, Map<String, Double> figures) {
    long now = nanoTime.getAsLong();
    if (!what.equals(activity)) {
      activity = what;
      activityStart = now;
      doneAtStart = done;
      lastShown = now - LINE_NANOS;
    }
    boolean last = done == total;
    if (!last && now - lastShown < (terminal ? REDRAW_NANOS : LINE_NANOS)) {
      return;
    }
    lastShown = now;
    double seconds = (now - activityStart) * 1e-9;
    double rate = (done - doneAtStart) / Math.max(seconds, 1e-9);
    StringBuilder line = new StringBuilder();
    line.append(Format.text("%-10s %s %,d/%,d", what, bar(done, total), done, total));
    if (rate > 0 && done > doneAtStart) {
      String time =
          last
              ? "took " + Format.duration(seconds)
              : Format.duration((total - done) / rate) + " left";
      line.append(Format.text("  %,.0f/s  %s", rate, time));
    }
    new TreeMap<>(figures)
        .forEach(
            (name, value) -> {
              String shortName = name.substring(name.lastIndexOf('/') + 1);
              line.append(Format.text("  %s %.4g", shortName, value));
            });
    show(line.toString(), last);
    if (last) {
      activity = "";
    }
  }

  @Override
  public void dataReady(PreparedData data) {
    DatasetStatistics s = data.statistics();
    print(
        "data       %s: %,d transitions, %,d episodes (%,d ended by the task), observations of %d,"
            + " actions of %d",
        data.training().name(),
        s.transitions(),
        s.episodes(),
        s.terminalEpisodes(),
        data.environment().observationDim(),
        data.environment().actionDim());
    print(
        "           rewards %.4g to %.4g, mean %.4g; returns %.2f +- %.2f (%.2f to %.2f), length"
            + " %.1f; sha256 %s",
        s.minReward(),
        s.maxReward(),
        s.meanReward(),
        s.meanReturn(),
        s.stdReturn(),
        s.minReturn(),
        s.maxReturn(),
        s.meanLength(),
        data.digest().substring(0, 12));
    print("           behaviour's own normalised score %.1f", data.behaviorScore());
  }

  @Override
  public void tracking(String runName, String runId, String location) {
    this.location = location;
    print("run        %s, %s", runName, location);
  }

  @Override
  public void resumed(long updates) {
    print("resumed    after %,d updates", updates);
  }

  @Override
  public void evaluated(long updates, EvaluationResult result) {
    print(
        "evaluated  after %,d updates: return %.2f +- %.2f over %d episodes, normalised score %.1f",
        updates,
        result.meanReturn(),
        result.stdReturn(),
        result.returns().size(),
        result.normalizedScore());
  }

  @Override
  public synchronized void notice(String line) {
    line.lines().forEach(each -> show(each, true));
  }

  @Override
  public void copied(SyncReport report) {
    if (report.isComplete()) {
      print("server     has the whole run; %s were sent", report.sent());
      return;
    }
    report.fault().ifPresent(reason -> print("not sent   %s: %s", report.left(), reason));
    report.refused().forEach(line -> print("not sent   %s", line));
    unsent.add(RunSeries.push(LocalRun.at(location), report));
  }

  /** What the user types to send what the servers lack of the runs that have ended; each once. */
  List<String> unsent() {
    return List.copyOf(unsent);
  }

  private void print(String format, Object... values) {
    show(Format.text(format, values), true);
  }

  private synchronized void show(String line, boolean keep) {
    if (terminal) {
      out.print("\r" + line + " ".repeat(Math.max(0, barWidth - line.length())));
      barWidth = keep ? 0 : line.length();
      out.print(keep ? System.lineSeparator() : "");
    } else {
      out.println(line);
    }
    out.flush();
  }

  private static String bar(long done, long total) {
    int filled = total == 0 ? BAR : (int) (BAR * done / total);
    return "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "]";
  }
}

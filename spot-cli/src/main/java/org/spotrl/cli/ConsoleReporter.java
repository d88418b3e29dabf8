package org.spotrl.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.apache.commons.text.WordUtils;
import org.spotrl.api.data.DatasetStatistics;
import org.spotrl.api.env.EvaluationResult;
import org.spotrl.api.env.ReferenceScores;
import org.spotrl.experiments.run.LocalRun;
import org.spotrl.experiments.run.PreparedData;
import org.spotrl.experiments.run.RunReporter;
import org.spotrl.mlflow.sync.SyncReport;

/**
 * Shows the progress of a run: on a terminal one line that is redrawn, in a file a line every ten
 * seconds.
 */
class ConsoleReporter implements RunReporter {

  private static final long REDRAW_NANOS = 200_000_000L;
  private static final long LINE_NANOS = 10_000_000_000L;

  /**
   * Clears from the cursor to the end, also the rows of a line that a narrower window has wrapped.
   */
  private static final String CLEAR = "\u001b[J";

  /** Cuts a line that is too long for a window that was just made narrower. */
  private static final String WRAP_OFF = "\u001b[?7l";

  private static final String WRAP_ON = "\u001b[?7h";

  /** Column of the text in lines with a label. */
  private static final int INDENT = 11;

  private final PrintWriter out;
  private final boolean terminal;
  private final IntSupplier columns;
  private final LongSupplier nanoTime;
  private TimeLeft timeLeft = new TimeLeft(1);
  private String activity = "";
  private long activityStart;
  private long doneAtStart;
  private long lastShown;
  private boolean barShown;
  private String location = "";
  private final Set<String> unsent = new LinkedHashSet<>();

  /** A reporter for standard output. */
  static ConsoleReporter standard(PrintWriter out) {
    boolean terminal = Boolean.getBoolean("spot.terminal") && !"dumb".equals(System.getenv("TERM"));
    IntSupplier columns = terminal ? new TerminalWidth() : () -> TerminalWidth.STANDARD;
    return new ConsoleReporter(out, terminal, columns, System::nanoTime);
  }

  /** A reporter that prints only notices. */
  static ConsoleReporter quiet(PrintWriter out) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    return new ConsoleReporter(nowhere, false, () -> TerminalWidth.STANDARD, System::nanoTime) {
      @Override
      public synchronized void notice(String line) {
        out.println(line);
      }
    };
  }

  /**
   * A reporter.
   *
   * @param terminal true if the output understands a terminal's control sequences
   * @param columns columns of the terminal, or for wrapped lines in a file
   * @param nanoTime as {@link System#nanoTime}
   */
  ConsoleReporter(PrintWriter out, boolean terminal, IntSupplier columns, LongSupplier nanoTime) {
    this.out = out;
    this.terminal = terminal;
    this.columns = columns;
    this.nanoTime = nanoTime;
  }

  /** The columns for output. */
  int columns() {
    return columns.getAsInt();
  }

  /** Sets the number of the command's runs. */
  synchronized void runs(int count) {
    timeLeft = new TimeLeft(count);
  }

  /** Called when a run begins. */
  synchronized void runBegins() {
    timeLeft.runBegins(seconds(nanoTime.getAsLong()));
  }

  /** Called when a run ends. */
  synchronized void runEnds() {
    timeLeft.runEnds(seconds(nanoTime.getAsLong()));
  }

  @Override
  public synchronized void training(List<String> phases) {
    timeLeft.runTrains(phases);
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
    ProgressLine line = line(done, total, figures, now);
    if (terminal) {
      // Some terminals wrap a line that fills the last column.
      draw(line.fit(columns() - 1), last);
    } else {
      out.println(line.fit(Integer.MAX_VALUE));
      out.flush();
    }
    if (last) {
      activity = "";
    }
  }

  private ProgressLine line(long done, long total, Map<String, Double> figures, long now) {
    double seconds = seconds(now - activityStart);
    double rate = (done - doneAtStart) / Math.max(seconds, 1e-9);
    String time = "";
    String inAll = "";
    if (rate > 0 && done == total) {
      time = "took " + Format.duration(seconds);
    } else if (rate > 0) {
      double left = (total - done) / rate;
      time = Format.duration(left) + " left";
      OptionalDouble all = timeLeft.of(activity, left, seconds(now));
      inAll = all.isEmpty() ? "" : Format.roughly(all.getAsDouble()) + " in all";
    }
    return new ProgressLine(activity, done, total, rate, time, inAll, timeLeft.run(), figures);
  }

  private static double seconds(long nanos) {
    return nanos * 1e-9;
  }

  @Override
  public void dataReady(PreparedData data) {
    DatasetStatistics s = data.statistics();
    printWrapped(
        "data       %s: %,d transitions, %,d episodes (%,d terminal, %,d timeouts),"
            + " observations of %d, actions of %d",
        data.training().name(),
        s.transitions(),
        s.episodes(),
        s.terminalEpisodes(),
        s.episodes() - s.terminalEpisodes(),
        data.environment().observationDim(),
        data.environment().actionDim());
    printWrapped(
        "           rewards %.4g to %.4g, mean %.4g; sha256 %s",
        s.minReward(), s.maxReward(), s.meanReward(), data.digest().substring(0, 12));
    if (s.episodes() == 0) {
      print("           no returns: no episode ends in this data");
    } else {
      printWrapped(
          "           returns %.2f +- %.2f (%.2f to %.2f), length %.1f",
          s.meanReturn(), s.stdReturn(), s.minReturn(), s.maxReturn(), s.meanLength());
    }
    ReferenceScores scores = data.environment().referenceScores();
    if (!Double.isNaN(data.behaviorScore())) {
      print("           normalised score of the behaviour policy %.1f", data.behaviorScore());
    }
    if (s.terminalEpisodes() > 0 && !Double.isNaN(scores.minimum())) {
      print(
          "           scores of the episodes %.1f to %.1f",
          scores.normalized(s.minReturn()), scores.normalized(s.maxReturn()));
    }
  }

  @Override
  public void tracking(String runName, String runId, String location) {
    this.location = location;
    // The location is not wrapped, so that it can be copied.
    boolean fits = INDENT + runName.length() + location.length() + 2 <= textColumns();
    print(fits ? "run        %s, %s" : "run        %s%n           %s", runName, location);
  }

  @Override
  public void resumed(long updates) {
    print("resumed    after %,d updates", updates);
  }

  @Override
  public void evaluated(long updates, EvaluationResult result) {
    printWrapped(
        "evaluated  after %,d updates: score %.1f, return %.2f +- %.2f, %d episodes",
        updates,
        result.normalizedScore(),
        result.meanReturn(),
        result.stdReturn(),
        result.returns().size());
  }

  @Override
  public synchronized void notice(String line) {
    line.lines().forEach(this::keep);
  }

  @Override
  public void copied(SyncReport report) {
    if (report.isComplete()) {
      print("server     the run is complete there; %s sent", report.sent());
      return;
    }
    report.fault().ifPresent(reason -> print("not sent   %s: %s", report.left(), reason));
    report.refused().forEach(line -> print("not sent   %s", line));
    unsent.add(RunSeries.push(LocalRun.at(location), report));
  }

  /** The commands that send the missing data of the ended runs to their servers. */
  List<String> unsent() {
    return List.copyOf(unsent);
  }

  /** Ends the redrawn line, so that other output can follow. */
  synchronized void endLine() {
    if (barShown) {
      out.println();
      out.flush();
      barShown = false;
    }
  }

  private void print(String format, Object... values) {
    Format.text(format, values).lines().forEach(this::keep);
  }

  /** Text is at most as wide as a standard window, which the user may resize to. */
  private int textColumns() {
    return Math.min(columns(), TerminalWidth.STANDARD);
  }

  /** Prints words in as many lines as needed, with the same indent. */
  private void printWrapped(String format, Object... values) {
    String line = Format.text(format, values);
    String wrapped =
        WordUtils.wrap(
            line.substring(INDENT),
            Math.max(INDENT, textColumns() - INDENT),
            "\n" + " ".repeat(INDENT),
            false);
    (line.substring(0, INDENT) + wrapped).lines().forEach(this::keep);
  }

  private synchronized void keep(String line) {
    out.println(barShown ? CLEAR + line : line);
    out.flush();
    barShown = false;
  }

  /**
   * Draws the line over the last one. The cursor stays at its beginning, also when a narrower
   * window wraps the line.
   */
  private void draw(String line, boolean last) {
    out.print(barShown ? CLEAR : "");
    out.print(last ? line + System.lineSeparator() : WRAP_OFF + "\r" + line + "\r" + WRAP_ON);
    out.flush();
    barShown = !last;
  }
}

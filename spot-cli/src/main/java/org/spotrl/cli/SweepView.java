package org.spotrl.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.spotrl.api.statistics.RunningStatistics;
import org.spotrl.studies.study.RunProgress;
import org.spotrl.studies.sweep.SweepState;

/**
 * Shows how far a study is: on a terminal a table that is redrawn, in a file a line for each run
 * that ends.
 */
final class SweepView implements Consumer<SweepState> {

  private static final List<String> HEADER =
      List.of("arm", "data set", "finished", "running", "waiting", "failed", "score");
  private static final int LEFT = 2;
  private static final long REDRAW_NANOS = 500_000_000L;
  private static final int BAR = 20;

  private final PrintWriter out;
  private final boolean terminal;
  private final TerminalWidth width = new TerminalWidth();
  private final Map<String, RunProgress> shown = new HashMap<>();
  private int drawn;
  private long last = System.nanoTime() - REDRAW_NANOS;

  /**
   * A view.
   *
   * @param terminal true if the output understands a terminal's control sequences
   */
  SweepView(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  @Override
  public void accept(SweepState state) {
    if (terminal) {
      draw(state);
    } else {
      state.runs().forEach(run -> line(state, run));
    }
  }

  /** A line when the progress of a run changes. */
  private void line(SweepState state, SweepState.State run) {
    RunProgress before = shown.put(run.run().key(), run.progress());
    boolean news = before != null && before != run.progress();
    boolean begins = before == null && run.progress() == RunProgress.RUNNING;
    if (!news && !begins) {
      return;
    }
    String text =
        switch (run.progress()) {
          case PENDING -> "waits";
          case RUNNING -> "started";
          case STOPPED -> "stopped";
          case FINISHED -> "finished, score " + score(run.score());
          case FAILED -> "failed: " + run.reason();
        };
    out.printf(
        "%s %s (%d of %d finished%s)%n",
        run.run().name(),
        text,
        state.count(RunProgress.FINISHED),
        state.runs().size(),
        left(state));
  }

  private static String left(SweepState state) {
    return state.secondsLeft().isEmpty()
        ? ""
        : ", about " + Format.roughly(state.secondsLeft().getAsDouble()) + " left";
  }

  private void draw(SweepState state) {
    long now = System.nanoTime();
    boolean ends = state.count(RunProgress.RUNNING) == 0;
    if (now - last < REDRAW_NANOS && !ends) {
      return;
    }
    last = now;
    int columns = width.getAsInt() - 1;
    List<String> lines = new ArrayList<>(table(state, columns));
    lines.add("");
    for (SweepState.State run : state.runs()) {
      if (run.progress() == RunProgress.RUNNING) {
        int filled = (int) (BAR * run.done());
        lines.add(
            Format.text(
                "%s  %s [%s%s] %3.0f %%  %s",
                run.run().name(),
                run.activity(),
                "#".repeat(filled),
                ".".repeat(BAR - filled),
                100 * run.done(),
                Format.roughly(run.seconds())));
      }
    }
    lines.add(
        "%d of %d runs finished%s"
            .formatted(state.count(RunProgress.FINISHED), state.runs().size(), left(state)));
    StringBuilder frame = new StringBuilder();
    if (drawn > 0) {
      frame.append("\u001b[").append(drawn).append("A\u001b[J");
    }
    lines.forEach(line -> frame.append(Format.start(line, columns)).append('\n'));
    drawn = lines.size();
    out.print(frame);
    out.flush();
  }

  /** A row for each arm and data set. */
  static List<String> table(SweepState state, int columns) {
    Map<List<String>, List<SweepState.State>> groups = new LinkedHashMap<>();
    for (String dataset : state.plan().datasets()) {
      for (String arm : state.plan().arms()) {
        groups.put(List.of(arm, dataset), new ArrayList<>());
      }
    }
    state
        .runs()
        .forEach(
            run ->
                groups
                    .computeIfAbsent(
                        List.of(run.run().arm(), run.run().dataset()), key -> new ArrayList<>())
                    .add(run));
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADER);
    groups.forEach(
        (key, runs) -> {
          if (runs.isEmpty()) {
            return;
          }
          Map<RunProgress, Long> counts =
              runs.stream()
                  .collect(
                      Collectors.groupingBy(SweepState.State::progress, Collectors.counting()));
          RunningStatistics scores = new RunningStatistics();
          runs.stream()
              .map(SweepState.State::score)
              .filter(score -> !score.isNaN())
              .forEach(scores::add);
          rows.add(
              List.of(
                  key.get(0),
                  key.get(1),
                  counts.getOrDefault(RunProgress.FINISHED, 0L) + "/" + runs.size(),
                  number(counts.getOrDefault(RunProgress.RUNNING, 0L)),
                  number(
                      counts.getOrDefault(RunProgress.PENDING, 0L)
                          + counts.getOrDefault(RunProgress.STOPPED, 0L)),
                  number(counts.getOrDefault(RunProgress.FAILED, 0L)),
                  scores.count() == 0
                      ? Table.NONE
                      : scores.count() == 1
                          ? score(scores.mean())
                          : score(scores.mean()) + " +- " + score(scores.sampleStd())));
        });
    return Table.TEXT.lines(rows, LEFT, columns);
  }

  private static String number(long count) {
    return count == 0 ? Table.NONE : Long.toString(count);
  }

  private static String score(double score) {
    return Double.isNaN(score) ? Table.NONE : Format.text("%.1f", score);
  }
}

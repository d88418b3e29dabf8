package org.spotrl.cli;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Estimates the time left of a command with several runs from the average time of its earlier runs.
 * During the first run, the estimate uses the current run, from its last phase on. Times are in
 * seconds.
 */
final class TimeLeft {

  private final int runs;
  private int run;
  private double begun;
  private int ended;
  private double endedSeconds;
  private String lastPhase = "";

  /** For a command of this many runs. */
  TimeLeft(int runs) {
    this.runs = runs;
  }

  /** Called when a run begins. */
  void runBegins(double now) {
    run++;
    begun = now;
    lastPhase = "";
  }

  /** Called with the run's phases in their order. */
  void runTrains(List<String> phases) {
    lastPhase = phases.isEmpty() ? "" : phases.get(phases.size() - 1);
  }

  /** Called when a run ends. */
  void runEnds(double now) {
    ended++;
    endedSeconds += now - begun;
  }

  /** The number of the run, as {@code run 3 of 10}; empty for a single run. */
  String run() {
    return runs > 1 ? "run %d of %d".formatted(run, runs) : "";
  }

  /**
   * The time left of the whole command; empty if it is unknown or the same as that of the activity.
   *
   * @param left time left of the activity
   */
  OptionalDouble of(String activity, double left, double now) {
    boolean last = activity.equals(lastPhase);
    if ((last && run >= runs) || (!last && ended == 0)) {
      return OptionalDouble.empty();
    }
    double elapsed = now - begun;
    double average = ended > 0 ? endedSeconds / ended : elapsed + left;
    double ofThisRun = last ? left : Math.max(left, average - elapsed);
    return OptionalDouble.of(ofThisRun + (runs - run) * average);
  }
}

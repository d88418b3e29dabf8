package org.spotrl.cli;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Estimates when a command of several runs is done: each takes as long as those before it did on
 * average. Until one has ended, the current one is the measure, from its last phase on. Times are
 * in seconds, of any clock.
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

  /** The next run begins. */
  void runBegins(double now) {
    run++;
    begun = now;
    lastPhase = "";
  }

  /** The run trains these phases, in their order. */
  void runTrains(List<String> phases) {
    lastPhase = phases.isEmpty() ? "" : phases.get(phases.size() - 1);
  }

  /** The run has come to its end. */
  void runEnds(double now) {
    ended++;
    endedSeconds += now - begun;
  }

  /** Which run of how many; empty for a single one. */
  String run() {
    return runs > 1 ? "run %d of %d".formatted(run, runs) : "";
  }

  /**
   * What is left of the whole command; nothing without evidence, or if it is no more than what is
   * left of the activity.
   *
   * @param left of the activity
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

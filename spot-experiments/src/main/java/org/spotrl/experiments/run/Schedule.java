package org.spotrl.experiments.run;

/**
 * The updates at which a training loop pauses. They depend only on the configuration.
 *
 * <p>Training runs in chunks of updates. A chunk ends at every multiple of each interval, so a
 * stopped and resumed run has the same chunks as an uninterrupted one.
 */
final class Schedule {

  /** Longest chunk, so that the progress is shown and Ctrl-C works. */
  private static final long LONGEST_CHUNK = 100;

  private final long[] intervals;
  private final long end;

  /**
   * A schedule for a phase.
   *
   * @param end updates of the phase
   * @param intervals positive; the loop pauses at their multiples
   */
  Schedule(long end, long... intervals) {
    this.end = end;
    this.intervals = intervals.clone();
  }

  /** Updates from {@code completed} to the next pause. */
  int chunk(long completed) {
    long next = Math.min(end, (completed / LONGEST_CHUNK + 1) * LONGEST_CHUNK);
    for (long interval : intervals) {
      next = Math.min(next, (completed / interval + 1) * interval);
    }
    return (int) (next - completed);
  }

  /** True at multiples of the interval and at the end of the phase. */
  boolean isDue(long completed, long interval) {
    return completed == end || completed % interval == 0;
  }
}

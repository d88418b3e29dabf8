package org.spotrl.experiments.run;

/**
 * The updates at which a training loop pauses: a function of the configuration alone.
 *
 * <p>A chunk of updates ends at every multiple of each interval, so that a run which was stopped at
 * any pause and resumed goes through the same chunks as one that was not.
 */
final class Schedule {

  /** Longest chunk, so that a progress bar moves and Ctrl-C is heard. */
  private static final long LONGEST_CHUNK = 100;

  private final long[] intervals;
  private final long end;

  /**
   * A schedule for a phase.
   *
   * @param end updates of the phase
   * @param intervals positive; pauses lie at their multiples
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

  /** True if the phase ends at {@code completed} or it is a multiple of the interval. */
  boolean isDue(long completed, long interval) {
    return completed == end || completed % interval == 0;
  }
}

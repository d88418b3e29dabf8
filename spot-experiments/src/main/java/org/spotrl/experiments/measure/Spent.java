package org.spotrl.experiments.measure;

import java.util.Map;

/**
 * What an activity of a run took so far.
 *
 * @param time wall and CPU time of the process meanwhile
 * @param count how much was done: updates, steps, saves
 */
record Spent(ProcessTime time, long count) {

  static final Spent NOTHING = new Spent(ProcessTime.ZERO, 0);

  Spent plus(Spent other) {
    return new Spent(time.plus(other.time), count + other.count);
  }

  Spent minus(Spent other) {
    return new Spent(time.minus(other.time), count - other.count);
  }

  double perSecond() {
    return count / time.wallSeconds();
  }

  /** Adds its numbers under names that begin with the activity's. */
  void write(String activity, Map<String, Double> measures) {
    measures.put(activity + ".seconds", time.wallSeconds());
    measures.put(activity + ".cpu_seconds", time.cpuSeconds());
    measures.put(activity + ".count", (double) count);
  }

  /** What {@link #write} wrote; nothing where that is absent. */
  static Spent read(String activity, Map<String, Double> measures) {
    return new Spent(
        new ProcessTime(
            nanos(measures, activity + ".seconds"), nanos(measures, activity + ".cpu_seconds")),
        measures.getOrDefault(activity + ".count", 0.0).longValue());
  }

  private static long nanos(Map<String, Double> measures, String name) {
    return Math.round(measures.getOrDefault(name, 0.0) * 1e9);
  }
}

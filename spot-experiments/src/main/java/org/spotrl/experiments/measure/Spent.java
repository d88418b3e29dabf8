package org.spotrl.experiments.measure;

import java.util.Map;

/**
 * What an activity of a run took so far.
 *
 * @param time wall and CPU time of the process meanwhile
 * @param updates how many were done, if it is training
 */
record Spent(ProcessTime time, long updates) {

  static final Spent NOTHING = new Spent(ProcessTime.ZERO, 0);

  Spent plus(Spent other) {
    return new Spent(time.plus(other.time), updates + other.updates);
  }

  Spent minus(Spent other) {
    return new Spent(time.minus(other.time), updates - other.updates);
  }

  double updatesPerSecond() {
    return updates / time.wallSeconds();
  }

  /** Adds its numbers under names that begin with the activity's. */
  void write(String activity, Map<String, Double> measures) {
    measures.put(activity + ".seconds", time.wallSeconds());
    measures.put(activity + ".cpu_seconds", time.cpuSeconds());
    if (updates > 0) {
      measures.put(activity + ".updates", (double) updates);
    }
  }

  /** What {@link #write} wrote; nothing where that is absent. */
  static Spent read(String activity, Map<String, Double> measures) {
    return new Spent(
        new ProcessTime(
            nanos(measures, activity + ".seconds"), nanos(measures, activity + ".cpu_seconds")),
        measures.getOrDefault(activity + ".updates", 0.0).longValue());
  }

  private static long nanos(Map<String, Double> measures, String name) {
    return Math.round(measures.getOrDefault(name, 0.0) * 1e9);
  }
}

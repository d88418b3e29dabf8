package org.spotrl.experiments.measure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.spotrl.api.learning.TrainingPhase;

/**
 * Wall and CPU time of a run by what it was spent on, added up over all processes that worked on
 * it. CPU time is that of the whole process: native threads, garbage collection and compilation are
 * in it. Not thread-safe.
 */
public final class RunTimes implements Measured {

  /**
   * Step of what a run records once. MLflow draws a metric whose only step is 0 as bars, one for
   * each run, and any other as a line, of one point here.
   */
  public static final long ONCE = 0;

  /** Name of the run's whole wall time among the measures, in seconds. */
  public static final String TOTAL = "total.seconds";

  /** Loading or collecting the data and preparing it. */
  public static final String DATA = "data";

  /** Episodes of the policy. */
  public static final String EVALUATION = "evaluation";

  /** Looking at what was learnt: densities at the policy's actions, pictures, tables. */
  public static final String ANALYSIS = "analysis";

  /** Saving the state and the best policy. */
  public static final String CHECKPOINT = "checkpoint";

  private static final String STARTUP = "startup";
  private static final String WHOLE = "total";
  private static final String PHASE = "phase.";

  private final ProcessClock clock;
  private final ProcessTime begun;
  private final Map<String, Spent> spent = new TreeMap<>();
  private final Map<String, Spent> atWindowStart = new HashMap<>();
  private ProcessTime timedHere = ProcessTime.ZERO;
  private ProcessTime before = ProcessTime.ZERO;

  /**
   * The times of a run.
   *
   * @param begun when this process began to work for the run
   */
  public RunTimes(ProcessClock clock, ProcessTime begun) {
    this.clock = clock;
    this.begun = begun;
  }

  /**
   * Does something and counts its time.
   *
   * @param activity one of the names above
   */
  public <T> T during(String activity, Supplier<T> work) {
    return timed(activity, 0, work);
  }

  /** The same for work without a result. */
  public void during(String activity, Runnable work) {
    Object unused =
        during(
            activity,
            () -> {
              work.run();
              return activity;
            });
  }

  /** Trains a chunk and counts its time. */
  public Map<String, Double> training(TrainingPhase phase, int updates) {
    return timed(PHASE + phase.name(), updates, () -> phase.train(updates));
  }

  /**
   * The first update is about to be done: what was not counted since this process began to work for
   * the run was its start-up.
   */
  public void startupEnds() {
    add(STARTUP, new Spent(clock.now().minus(begun).minus(timedHere), 0));
  }

  /**
   * Figures of a phase since the last call, under {@code time/} and named by the phase, whose
   * updates are their steps; starts a new window.
   */
  public Map<String, Double> window(TrainingPhase phase) {
    Spent all = spent(PHASE + phase.name());
    Spent window = all.minus(atWindowStart.getOrDefault(phase.name(), Spent.NOTHING));
    atWindowStart.put(phase.name(), all);
    if (window.updates() == 0) {
      return Map.of();
    }
    String prefix = "time/" + phase.name();
    return Map.of(
        prefix + "_updates_per_second",
        window.updatesPerSecond(),
        prefix + "_cpu_ms_per_update",
        window.time().cpuSeconds() * 1e3 / window.updates());
  }

  /** Figures of a whole phase, under {@code time/} and named by it. */
  public Map<String, Double> phaseTotals(TrainingPhase phase) {
    Spent all = spent(PHASE + phase.name());
    String prefix = "time/" + phase.name();
    return Map.of(
        prefix + "_seconds", all.time().wallSeconds(),
        prefix + "_cpu_seconds", all.time().cpuSeconds(),
        prefix + "_updates_per_second_overall", all.updatesPerSecond());
  }

  /** Figures of the whole run under {@code time/}. */
  public Map<String, Double> totals() {
    ProcessTime training =
        spent.entrySet().stream()
            .filter(each -> each.getKey().startsWith(PHASE))
            .map(each -> each.getValue().time())
            .reduce(ProcessTime.ZERO, ProcessTime::plus);
    Map<String, Double> totals = new TreeMap<>();
    totals.put("time/total_seconds", total().wallSeconds());
    totals.put("time/total_cpu_seconds", total().cpuSeconds());
    totals.put("time/total_training_seconds", training.wallSeconds());
    totals.put("time/total_training_cpu_seconds", training.cpuSeconds());
    for (String activity : List.of(STARTUP, DATA, EVALUATION, ANALYSIS, CHECKPOINT)) {
      totals.put("time/total_" + activity + "_seconds", spent(activity).time().wallSeconds());
    }
    return totals;
  }

  /** Updates of a phase per second of its training; 0 before the first. */
  public double updatesPerSecond(TrainingPhase phase) {
    Spent all = spent(PHASE + phase.name());
    return all.updates() == 0 ? 0 : all.updatesPerSecond();
  }

  /** Wall time of the run. */
  public double totalSeconds() {
    return total().wallSeconds();
  }

  @Override
  public Map<String, Double> measures() {
    Map<String, Double> measures = new TreeMap<>();
    spent.forEach((activity, each) -> each.write(activity, measures));
    new Spent(total(), 0).write(WHOLE, measures);
    return measures;
  }

  @Override
  public void resumeFrom(Map<String, Double> measures) {
    String end = ".seconds";
    measures.keySet().stream()
        .filter(name -> name.endsWith(end))
        .map(name -> name.substring(0, name.length() - end.length()))
        .forEach(
            activity -> {
              Spent earlier = Spent.read(activity, measures);
              if (activity.equals(WHOLE)) {
                before = earlier.time();
              } else {
                add(activity, earlier);
                if (activity.startsWith(PHASE)) {
                  atWindowStart.put(activity.substring(PHASE.length()), earlier);
                }
              }
            });
  }

  private <T> T timed(String activity, long updates, Supplier<T> work) {
    ProcessTime start = clock.now();
    T result = work.get();
    ProcessTime took = clock.now().minus(start);
    timedHere = timedHere.plus(took);
    add(activity, new Spent(took, updates));
    return result;
  }

  private ProcessTime total() {
    return before.plus(clock.now().minus(begun));
  }

  private Spent spent(String activity) {
    return spent.getOrDefault(activity, Spent.NOTHING);
  }

  private void add(String activity, Spent more) {
    spent.merge(activity, more, Spent::plus);
  }

  /**
   * What an activity of a run took so far.
   *
   * @param time wall and CPU time of the process meanwhile
   * @param updates how many were done, if it is training
   */
  private record Spent(ProcessTime time, long updates) {

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
}

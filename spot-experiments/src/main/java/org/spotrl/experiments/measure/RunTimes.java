package org.spotrl.experiments.measure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.spotrl.api.learning.TrainingPhase;

/**
 * Wall and CPU time of a run by activity, summed over all its processes. CPU time is that of the
 * whole process, including native threads, garbage collection and compilation. Not thread-safe.
 */
public final class RunTimes implements Measured {

  /**
   * Step of metrics that a run records once. MLflow draws a metric whose only step is 0 as a bar
   * chart over runs.
   */
  public static final long ONCE = 0;

  /** Name of the run's total wall time in the measures, in seconds. */
  public static final String TOTAL = "total.seconds";

  /** Loading, collecting and preparing the data. */
  public static final String DATA = "data";

  /** Evaluation episodes. */
  public static final String EVALUATION = "evaluation";

  /** Diagnostics. */
  public static final String ANALYSIS = "analysis";

  /** Saving checkpoints and the best policy. */
  public static final String CHECKPOINT = "checkpoint";

  private static final String STARTUP = "startup";
  private static final String PHASE = "phase.";

  private static final String SECONDS = ".seconds";
  private static final String CPU_SECONDS = ".cpu_seconds";
  private static final String UPDATES = ".updates";
  private static final String TOTAL_CPU = "total" + CPU_SECONDS;

  private final ProcessClock clock;
  private final ProcessTime begun;

  /** By activity and unit, for example {@code phase.policy.cpu_seconds}. */
  private final Map<String, Double> spent = new TreeMap<>();

  private final Map<String, Double> atWindowStart = new HashMap<>();
  private ProcessTime timedHere = ProcessTime.ZERO;

  /**
   * The times of a run.
   *
   * @param begun the clock's time at which this process began with the run
   */
  public RunTimes(ProcessClock clock, ProcessTime begun) {
    this.clock = clock;
    this.begun = begun;
  }

  /**
   * Runs the work and adds its time to an activity.
   *
   * @param activity one of the constants
   */
  public <T> T during(String activity, Supplier<T> work) {
    return timed(activity, 0, work);
  }

  /** As above, for work without a result. */
  public void during(String activity, Runnable work) {
    Object unused =
        during(
            activity,
            () -> {
              work.run();
              return activity;
            });
  }

  /** Trains for some updates and adds the time to the phase. */
  public Map<String, Double> training(TrainingPhase phase, int updates) {
    return timed(PHASE + phase.name(), updates, () -> phase.train(updates));
  }

  /**
   * Called before the first update: all time of this process that belongs to no activity is
   * start-up.
   */
  public void startupEnds() {
    add(STARTUP, here().minus(timedHere), 0);
  }

  /** The metric {@code time/PHASE_updates_per_second} over the updates since the last call. */
  public Map<String, Double> window(TrainingPhase phase) {
    double updates = sinceLastWindow(phase, UPDATES);
    double seconds = sinceLastWindow(phase, SECONDS);
    return updates == 0
        ? Map.of()
        : Map.of("time/" + phase.name() + "_updates_per_second", updates / seconds);
  }

  private double sinceLastWindow(TrainingPhase phase, String figure) {
    double all = ofPhase(phase, figure);
    Double before = atWindowStart.put(PHASE + phase.name() + figure, all);
    return before == null ? all : all - before;
  }

  /** The totals of a phase, {@code time/PHASE_...}. */
  public Map<String, Double> phaseTotals(TrainingPhase phase) {
    String prefix = "time/" + phase.name();
    Map<String, Double> totals = new TreeMap<>();
    totals.put(prefix + "_seconds", seconds(phase));
    totals.put(prefix + "_cpu_seconds", ofPhase(phase, CPU_SECONDS));
    if (ofPhase(phase, UPDATES) > 0) {
      totals.put(prefix + "_updates_per_second_overall", updatesPerSecond(phase));
    }
    return totals;
  }

  /** Wall time of a phase's training in seconds; 0 if its result was not trained here. */
  public double seconds(TrainingPhase phase) {
    return ofPhase(phase, SECONDS);
  }

  /** The totals of the run, {@code time/total_...}. */
  public Map<String, Double> totals() {
    Map<String, Double> totals = new TreeMap<>();
    totals.put("time/total_seconds", totalSeconds());
    totals.put("time/total_cpu_seconds", spent(TOTAL_CPU) + here().cpuSeconds());
    totals.put("time/total_training_seconds", ofAllPhases(SECONDS));
    totals.put("time/total_training_cpu_seconds", ofAllPhases(CPU_SECONDS));
    for (String activity : List.of(STARTUP, DATA, EVALUATION, ANALYSIS, CHECKPOINT)) {
      totals.put("time/total_" + activity + "_seconds", spent(activity + SECONDS));
    }
    return totals;
  }

  /** Updates of a phase per second of training; 0 before the first update. */
  public double updatesPerSecond(TrainingPhase phase) {
    double updates = ofPhase(phase, UPDATES);
    return updates == 0 ? 0 : updates / ofPhase(phase, SECONDS);
  }

  /** Wall time of the run in seconds. */
  public double totalSeconds() {
    return spent(TOTAL) + here().wallSeconds();
  }

  @Override
  public Map<String, Double> measures() {
    Map<String, Double> measures = new TreeMap<>(spent);
    measures.put(TOTAL, totalSeconds());
    measures.put(TOTAL_CPU, spent(TOTAL_CPU) + here().cpuSeconds());
    return measures;
  }

  @Override
  public void resumeFrom(Map<String, Double> measures) {
    measures.forEach(
        (name, value) -> {
          // Measures of other quantities have no seconds.
          if (measures.containsKey(name.substring(0, name.lastIndexOf('.')) + SECONDS)) {
            spent.merge(name, value, Double::sum);
          }
        });
    atWindowStart.putAll(spent);
  }

  private <T> T timed(String activity, long updates, Supplier<T> work) {
    ProcessTime start = clock.now();
    T result = work.get();
    ProcessTime took = clock.now().minus(start);
    timedHere = timedHere.plus(took);
    add(activity, took, updates);
    return result;
  }

  /** The time of this process since it began with the run. */
  private ProcessTime here() {
    return clock.now().minus(begun);
  }

  private double ofPhase(TrainingPhase phase, String figure) {
    return spent(PHASE + phase.name() + figure);
  }

  private double ofAllPhases(String figure) {
    return spent.entrySet().stream()
        .filter(each -> each.getKey().startsWith(PHASE) && each.getKey().endsWith(figure))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  private double spent(String name) {
    return spent.getOrDefault(name, 0.0);
  }

  private void add(String activity, ProcessTime time, long updates) {
    spent.merge(activity + SECONDS, time.wallSeconds(), Double::sum);
    spent.merge(activity + CPU_SECONDS, time.cpuSeconds(), Double::sum);
    if (updates > 0) {
      spent.merge(activity + UPDATES, (double) updates, Double::sum);
    }
  }
}

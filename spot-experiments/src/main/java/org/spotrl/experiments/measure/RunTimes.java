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
  private static final String PHASE = "phase.";

  private static final String SECONDS = ".seconds";
  private static final String CPU_SECONDS = ".cpu_seconds";
  private static final String UPDATES = ".updates";
  private static final String TOTAL_CPU = "total" + CPU_SECONDS;

  private final ProcessClock clock;
  private final ProcessTime begun;

  /** By activity and figure, for example {@code phase.policy.cpu_seconds}. */
  private final Map<String, Double> spent = new TreeMap<>();

  private final Map<String, Double> atWindowStart = new HashMap<>();
  private ProcessTime timedHere = ProcessTime.ZERO;

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
    add(STARTUP, here().minus(timedHere), 0);
  }

  /**
   * Updates of a phase per second since the last call, under {@code time/} and named by the phase,
   * whose updates are its steps; starts a new window.
   */
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

  /** Figures of a whole phase, under {@code time/} and named by it. */
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

  /** Wall time of a phase's training; 0 if its result was taken from elsewhere. */
  public double seconds(TrainingPhase phase) {
    return ofPhase(phase, SECONDS);
  }

  /** Figures of the whole run under {@code time/}. */
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

  /** Updates of a phase per second of its training; 0 before the first. */
  public double updatesPerSecond(TrainingPhase phase) {
    double updates = ofPhase(phase, UPDATES);
    return updates == 0 ? 0 : updates / ofPhase(phase, SECONDS);
  }

  /** Wall time of the run. */
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
          // Those of other quantities have no seconds.
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

  /** What this process has taken since it began to work for the run. */
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

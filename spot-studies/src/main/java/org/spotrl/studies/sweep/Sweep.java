package org.spotrl.studies.sweep;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.spotrl.experiments.run.RunFailure;
import org.spotrl.experiments.run.StopSignal;
import org.spotrl.mlflow.RunView;
import org.spotrl.studies.comparison.RunRecord;
import org.spotrl.studies.study.RecordedStudy;
import org.spotrl.studies.study.RunProgress;
import org.spotrl.studies.study.StudyPlan;
import org.spotrl.studies.study.StudyRecord;

/**
 * Runs the unfinished runs of a study, each in a process of its own.
 *
 * <p>All that counts is recorded with the runs, so a sweep that is killed at any moment continues
 * when it is started again.
 */
public final class Sweep {

  /**
   * A run whose process is killed so often without an error, for example for memory, has failed.
   */
  private static final int ATTEMPTS = 5;

  /** Exit codes of a process that was stopped or killed: 128 and the number of the signal. */
  private static final int SIGNALLED = 128;

  /** A run that is less far says little about its whole time. */
  private static final double LEAST_FRACTION = 0.05;

  private static final long POLL_MILLIS = 200;

  private final StudyPlan plan;
  private final StudyRecord record;
  private final RunProcess.Launcher launcher;
  private final int jobs;
  private final Map<String, SweepState.State> states = new LinkedHashMap<>();
  private final Map<String, RunProcess> active = new LinkedHashMap<>();
  private final Map<String, Integer> attempts = new HashMap<>();
  private final Map<String, Double> furthest = new HashMap<>();
  private final Deque<StudyPlan.PlannedRun> queue = new ArrayDeque<>();

  /**
   * A sweep of a study.
   *
   * @param jobs number of processes at a time
   * @param retryFailed runs the failed runs again, from the start
   */
  Sweep(
      RecordedStudy study,
      StudyRecord record,
      RunProcess.Launcher launcher,
      int jobs,
      boolean retryFailed) {
    this.plan = study.plan();
    this.record = record;
    this.launcher = launcher;
    this.jobs = jobs;
    SweepState recorded = state(study, record.logs());
    recorded.runs().forEach(state -> states.put(state.run().key(), state));
    queue.addAll(recorded.unfinished(retryFailed));
  }

  /**
   * A sweep whose processes run {@code spot sweep-task}.
   *
   * @param jobs number of processes at a time
   * @param retryFailed runs the failed runs again, from the start
   * @param options further options of the processes
   */
  public static Sweep of(
      RecordedStudy study,
      StudyRecord record,
      int jobs,
      boolean retryFailed,
      List<String> options) {
    return new Sweep(study, record, new SpotLauncher(record, jobs, options), jobs, retryFailed);
  }

  /**
   * How far a recorded study is; the logs give the reasons of runs that failed before they began.
   */
  public static SweepState state(RecordedStudy study, Path logs) {
    List<SweepState.State> states = new ArrayList<>();
    for (StudyPlan.PlannedRun run : study.plan().runs()) {
      states.add(state(run, study.runs().get(run.key()), logs.resolve(run.key() + ".log")));
    }
    return new SweepState(study.plan(), states, OptionalDouble.empty());
  }

  private static SweepState.State state(
      StudyPlan.PlannedRun run, @Nullable RunView recorded, Path log) {
    RunProgress progress = RunProgress.of(recorded);
    if (recorded == null) {
      String error = RunLog.error(log).orElse("");
      return new SweepState.State(
          run,
          error.isEmpty() ? RunProgress.PENDING : RunProgress.FAILED,
          "",
          0,
          0,
          Double.NaN,
          0,
          error);
    }
    RunRecord content = RunRecord.of(recorded);
    String reason =
        progress == RunProgress.FAILED
            ? content.value(RunFailure.TAG).or(() -> RunLog.error(log)).orElse("unknown")
            : "";
    return new SweepState.State(
        run,
        progress,
        "",
        0,
        progress == RunProgress.FINISHED ? 1 : 0,
        content.score().orElse(Double.NaN),
        content.metric("time/total_seconds").or(content::seconds).orElse(0.0),
        reason);
  }

  /**
   * Runs until all runs have ended or a stop is requested; then the running ones save a checkpoint.
   *
   * @param listener gets the state several times a second
   */
  public SweepState run(StopSignal stop, Consumer<SweepState> listener) {
    try {
      while (!(active.isEmpty() && (queue.isEmpty() || stop.isRequested()))) {
        while (active.size() < jobs && !queue.isEmpty() && !stop.isRequested()) {
          launch(queue.remove());
        }
        if (stop.isRequested()) {
          active.values().forEach(RunProcess::stop);
        }
        collect(stop);
        listener.accept(state());
        Thread.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      // Only after an error or an interrupt are there any.
      active.values().forEach(RunProcess::kill);
    }
    SweepState end = state();
    listener.accept(end);
    return end;
  }

  private void launch(StudyPlan.PlannedRun run) {
    active.put(run.key(), RunProcess.start(launcher, run.key(), record.log(run.key())));
  }

  private void collect(StopSignal stop) {
    for (Map.Entry<String, RunProcess> each : Map.copyOf(active).entrySet()) {
      String key = each.getKey();
      RunProcess process = each.getValue();
      SweepState.State before = Objects.requireNonNull(states.get(key));
      int exit = process.exitCode().orElse(Integer.MIN_VALUE);
      if (exit == Integer.MIN_VALUE) {
        states.put(key, with(before, process, RunProgress.RUNNING, ""));
        continue;
      }
      active.remove(key);
      if (exit == 0) {
        states.put(key, with(before, process, RunProgress.FINISHED, ""));
      } else if (stop.isRequested()) {
        states.put(key, with(before, process, RunProgress.STOPPED, ""));
      } else if (exit >= SIGNALLED && mayTryAgain(key, process.fraction())) {
        states.put(key, with(before, process, RunProgress.STOPPED, ""));
        queue.addFirst(before.run());
      } else {
        String reason =
            exit >= SIGNALLED
                ? "its process was killed %d times (exit code %d), for example for lack of memory"
                    .formatted(ATTEMPTS, exit)
                : RunLog.error(record.log(key)).orElse("exit code " + exit);
        states.put(key, with(before, process, RunProgress.FAILED, reason));
      }
    }
  }

  /**
   * Whether a killed run starts again; a run that got further than before has all attempts left.
   */
  private boolean mayTryAgain(String key, double reached) {
    if (reached > furthest.getOrDefault(key, 0.0)) {
      furthest.put(key, reached);
      attempts.remove(key);
    }
    return attempts.merge(key, 1, Integer::sum) < ATTEMPTS;
  }

  private static SweepState.State with(
      SweepState.State before, RunProcess process, RunProgress progress, String reason) {
    boolean running = progress == RunProgress.RUNNING;
    boolean finished = progress == RunProgress.FINISHED;
    double score = process.score();
    return new SweepState.State(
        before.run(),
        progress,
        running ? process.activity() : "",
        running ? process.done() : 0,
        finished ? 1 : process.fraction(),
        Double.isNaN(score) ? before.score() : score,
        process.seconds(),
        reason);
  }

  private SweepState state() {
    List<SweepState.State> now = List.copyOf(states.values());
    return new SweepState(plan, now, secondsLeft(now));
  }

  /** The work left over all processes, by the times of the finished runs of each arm. */
  private OptionalDouble secondsLeft(List<SweepState.State> now) {
    Map<String, List<Double>> byArm = new HashMap<>();
    for (SweepState.State each : now) {
      boolean counts = each.fraction() > LEAST_FRACTION && each.seconds() > 0;
      if (each.progress() == RunProgress.FINISHED
          || (each.progress() == RunProgress.RUNNING && counts)) {
        byArm
            .computeIfAbsent(each.run().arm(), arm -> new ArrayList<>())
            .add(each.seconds() / each.fraction());
      }
    }
    double all =
        byArm.values().stream()
            .flatMap(List::stream)
            .mapToDouble(Double::doubleValue)
            .average()
            .orElse(Double.NaN);
    double left = 0;
    for (SweepState.State each : now) {
      boolean ends =
          each.progress() == RunProgress.FINISHED || each.progress() == RunProgress.FAILED;
      double whole =
          byArm.getOrDefault(each.run().arm(), List.of()).stream()
              .mapToDouble(Double::doubleValue)
              .average()
              .orElse(all);
      left += ends ? 0 : whole * (1 - each.fraction());
    }
    return Double.isNaN(left) || left == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(left / jobs);
  }
}

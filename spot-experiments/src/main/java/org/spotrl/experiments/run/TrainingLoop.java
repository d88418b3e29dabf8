package org.spotrl.experiments.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.spotrl.api.checkpoint.Checkpoint;
import org.spotrl.api.checkpoint.CheckpointStore;
import org.spotrl.api.learning.Learner;
import org.spotrl.api.learning.TrainingPhase;
import org.spotrl.api.policy.Policy;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.experiments.config.ExperimentConfig;

/** Trains phase by phase; logs, evaluates and saves at the updates that the configuration names. */
final class TrainingLoop {

  private final ExperimentConfig config;
  private final String configHash;
  private final Learner learner;
  private final PreparedData data;
  private final TrackedRun run;
  private final CheckpointStore checkpoints;
  private final PolicyEvaluator evaluator;
  private final RunReporter reporter;
  private final StopSignal stop;
  private final SupportProbe support;
  private final Stopwatch watch;
  private long savedUpdates;
  private Optional<EvaluationResult> lastEvaluation = Optional.empty();

  TrainingLoop(
      ExperimentConfig config,
      String configHash,
      Learner learner,
      PreparedData data,
      TrackedRun run,
      CheckpointStore checkpoints,
      PolicyEvaluator evaluator,
      RunReporter reporter,
      StopSignal stop,
      Stopwatch watch) {
    this.config = config;
    this.configHash = configHash;
    this.learner = learner;
    this.data = data;
    this.run = run;
    this.checkpoints = checkpoints;
    this.evaluator = evaluator;
    this.reporter = reporter;
    this.stop = stop;
    this.watch = watch;
    this.savedUpdates = updates();
    this.support = SupportProbe.of(data.training(), config.seed());
  }

  /** Trains to the end, or to the first pause after a stop was asked for. */
  RunStatus run() {
    for (TrainingPhase phase : learner.phases()) {
      train(phase);
      if (phase.completed() < phase.updates()) {
        return RunStatus.KILLED;
      }
    }
    return RunStatus.FINISHED;
  }

  /**
   * The final policy's evaluation: the last one of the loop, or a fresh one where the loop had
   * nothing left to train.
   */
  EvaluationResult finalEvaluation() {
    return lastEvaluation.orElseGet(this::evaluateOnce);
  }

  Optional<EvaluationResult> lastEvaluation() {
    return lastEvaluation;
  }

  /** Updates of all phases in the checkpoint that a resumed run would go on from. */
  long savedUpdates() {
    return savedUpdates;
  }

  private void train(TrainingPhase phase) {
    long logEvery = config.tracking().logEveryUpdates();
    long evaluateEvery = config.evaluation().everyUpdates();
    long saveEvery = config.checkpoint().everyUpdates();
    Schedule schedule = new Schedule(phase.updates(), logEvery, evaluateEvery, saveEvery);
    while (phase.completed() < phase.updates()) {
      int count = schedule.chunk(phase.completed());
      Map<String, Double> metrics = watch.training(phase, count);
      long done = phase.completed();
      reporter.report(phase.name(), done, phase.updates(), metrics);
      if (schedule.isDue(done, logEvery)) {
        Map<String, Double> logged = new TreeMap<>(metrics);
        logged.putAll(watch.window(phase));
        run.metrics(done, logged);
      }
      if (phase.trainsPolicy() && schedule.isDue(done, evaluateEvery)) {
        evaluate(done);
      }
      boolean stopping = stop.isRequested();
      if (stopping || schedule.isDue(done, saveEvery)) {
        save();
      }
      if (stopping) {
        return;
      }
    }
  }

  private void evaluate(long updates) {
    EvaluationResult result = evaluateOnce();
    lastEvaluation = Optional.of(result);
    Map<String, Double> metrics = new TreeMap<>(result.metrics());
    learner
        .behaviorDensity()
        .ifPresent(density -> metrics.putAll(support.metrics(density, learner.policy())));
    run.metrics(updates, metrics);
    reporter.evaluated(updates, result);
  }

  private EvaluationResult evaluateOnce() {
    Policy onRaw = data.normalizer().wrap(learner.policy());
    return evaluator.evaluate(
        onRaw, config.seed() + config.evaluation().seedOffset(), config.evaluation().episodes());
  }

  private void save() {
    Map<String, Long> progress = new LinkedHashMap<>();
    learner.phases().forEach(phase -> progress.put(phase.name(), phase.completed()));
    checkpoints.save(
        new Checkpoint(
            configHash, run.id(), run.moment(), watch.totalMillis(), progress, learner.state()));
    savedUpdates = updates();
  }

  private long updates() {
    return learner.phases().stream().mapToLong(TrainingPhase::completed).sum();
  }
}

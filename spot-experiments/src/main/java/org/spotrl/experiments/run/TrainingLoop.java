package org.spotrl.experiments.run;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.spotrl.api.learning.Learner;
import org.spotrl.api.learning.TrainingPhase;
import org.spotrl.policy.MlpPolicy;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.experiments.config.ExperimentConfig;
import org.spotrl.experiments.measure.RunTimes;

/** Trains phase by phase; logs, evaluates and saves at the updates that the configuration names. */
final class TrainingLoop {

  private final ExperimentConfig config;
  private final Learner learner;
  private final PreparedData data;
  private final TrackedRun run;
  private final RunSaver saver;
  private final PolicyEvaluator evaluator;
  private final RunReporter reporter;
  private final StopSignal stop;
  private final SupportProbe support;
  private final EvaluationReport report;
  private final RunTimes watch;
  private Optional<EvaluationResult> lastEvaluation = Optional.empty();

  TrainingLoop(
      ExperimentConfig config,
      Learner learner,
      PreparedData data,
      TrackedRun run,
      RunSaver saver,
      PolicyEvaluator evaluator,
      RunReporter reporter,
      StopSignal stop,
      RunTimes watch) {
    this.config = config;
    this.learner = learner;
    this.data = data;
    this.run = run;
    this.saver = saver;
    this.evaluator = evaluator;
    this.reporter = reporter;
    this.stop = stop;
    this.watch = watch;
    this.support = SupportProbe.of(data.training(), config.seed());
    this.report = new EvaluationReport(run, data, config, ExperimentRunner.policyUpdates(learner));
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
    return lastEvaluation.orElseGet(() -> evaluateOnce(learner.policy()));
  }

  Optional<EvaluationResult> lastEvaluation() {
    return lastEvaluation;
  }

  private void train(TrainingPhase phase) {
    long logEvery = config.tracking().logEveryUpdates();
    long evaluateEvery = config.evaluation().everyUpdates();
    long saveEvery = config.checkpoint().everyUpdates();
    Schedule schedule = new Schedule(phase.updates(), logEvery, evaluateEvery, saveEvery);
    if (phase.trainsPolicy() && phase.completed() == 0) {
      watch.during(RunTimes.ANALYSIS, () -> report.begin(learner));
    }
    while (phase.completed() < phase.updates()) {
      int count = schedule.chunk(phase.completed());
      Map<String, Double> metrics = watch.training(phase, count);
      long done = phase.completed();
      reporter.report(phase.name(), done, phase.updates(), metrics);
      if (schedule.isDue(done, logEvery)) {
        Map<String, Double> logged = new TreeMap<>(metrics);
        logged.putAll(watch.window(phase));
        run.metrics(done, logged);
        if (done == phase.updates()) {
          run.metrics(RunTimes.ONCE, watch.phaseTotals(phase));
        }
      }
      if (phase.trainsPolicy() && schedule.isDue(done, evaluateEvery)) {
        evaluate(done);
      }
      boolean stopping = stop.isRequested();
      if (stopping || schedule.isDue(done, saveEvery)) {
        saver.save();
      }
      if (stopping) {
        return;
      }
    }
  }

  private void evaluate(long updates) {
    MlpPolicy policy = learner.policy();
    EvaluationResult result = evaluateOnce(policy);
    lastEvaluation = Optional.of(result);
    Map<String, Double> metrics = new TreeMap<>(result.metrics());
    learner
        .behaviorDensity()
        .ifPresent(
            density ->
                metrics.putAll(
                    watch.during(RunTimes.ANALYSIS, () -> support.metrics(density, policy))));
    metrics.putAll(saver.evaluated(updates, result, policy));
    run.metrics(updates, metrics);
    watch.during(RunTimes.ANALYSIS, () -> report.add(updates, result, learner));
    reporter.evaluated(updates, result);
  }

  private EvaluationResult evaluateOnce(MlpPolicy policy) {
    return watch.during(
        RunTimes.EVALUATION,
        () ->
            evaluator.evaluate(
                data.normalizer().wrap(policy),
                config.seed() + config.evaluation().seedOffset(),
                config.evaluation().episodes()));
  }
}

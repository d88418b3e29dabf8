package org.spotrl.experiments.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.spotrl.api.component.Component;
import org.spotrl.api.density.BehaviorDensity;
import org.spotrl.api.diagnostic.Diagnostic;
import org.spotrl.api.diagnostic.DiagnosticMoment;
import org.spotrl.api.env.EvaluationResult;
import org.spotrl.api.error.SpotDivergenceException;
import org.spotrl.api.error.SpotStoppedException;
import org.spotrl.api.learning.Learner;
import org.spotrl.api.learning.TrainingPhase;
import org.spotrl.api.policy.Policy;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.experiments.cache.ResultCache;
import org.spotrl.experiments.config.ExperimentConfig;
import org.spotrl.experiments.measure.RunTimes;

/** Trains phase by phase; logs, evaluates and saves at the updates that the configuration names. */
final class TrainingLoop {

  private final RunContext context;
  private final ExperimentConfig config;
  private final RunCheckpoints checkpoints;
  private final Optional<PolicyEvaluator> evaluator;
  private final Optional<ResultCache> densities;
  private final StopSignal stop;
  private final List<Diagnostic> diagnostics;
  private Optional<EvaluationResult> lastEvaluation = Optional.empty();
  private Optional<BehaviorDensity> commonDensity = Optional.empty();

  TrainingLoop(
      RunContext context,
      RunCheckpoints checkpoints,
      Optional<PolicyEvaluator> evaluator,
      Optional<ResultCache> densities,
      StopSignal stop) {
    this.context = context;
    this.config = context.config();
    this.checkpoints = checkpoints;
    this.evaluator = evaluator;
    this.densities = densities;
    this.stop = stop;
    this.diagnostics = config.diagnostics().stream().map(Component::create).toList();
  }

  /**
   * Trains to the end.
   *
   * @throws SpotStoppedException if a stop was asked for: a checkpoint is saved, from which the run
   *     resumes as if it had not been stopped
   */
  void run() {
    try (CommonDensity common = commonDensity()) {
      commonDensity = common.density();
      context.learner().phases().forEach(this::train);
    }
  }

  private CommonDensity commonDensity() {
    try {
      return CommonDensity.of(context, densities, stop);
    } catch (SpotStoppedException e) {
      checkpoints.save(context, checkpoints.mark(context, checkpoints.isEvaluationDue()));
      throw e;
    }
  }

  /**
   * The final policy's evaluation: the last one of the loop, or a fresh one where the loop had
   * nothing left to train. Empty if the learner has no policy or it is not evaluated.
   *
   * @throws SpotStoppedException if a stop was asked for
   */
  Optional<EvaluationResult> finalEvaluation() {
    return lastEvaluation.isPresent() || !context.learner().hasPolicy()
        ? lastEvaluation
        : evaluator.map(this::evaluatePolicy);
  }

  Optional<EvaluationResult> lastEvaluation() {
    return lastEvaluation;
  }

  private void train(TrainingPhase phase) {
    try (SharedPhase shared = begin(phase)) {
      if (shared.isOver()) {
        checkpoints.save(context);
      } else {
        train(phase, shared);
      }
    }
  }

  private SharedPhase begin(TrainingPhase phase) {
    try {
      return SharedPhase.begin(context, phase, densities, stop);
    } catch (SpotStoppedException e) {
      checkpoints.save(context);
      throw e;
    }
  }

  private void train(TrainingPhase phase, SharedPhase shared) {
    long logEvery = config.tracking().logEveryUpdates();
    long evaluateEvery = config.evaluation().everyUpdates();
    long saveEvery = config.checkpoint().everyUpdates();
    Schedule schedule = new Schedule(phase.updates(), logEvery, evaluateEvery, saveEvery);
    if (phase.trainsPolicy() && phase.completed() == 0) {
      examine(false, () -> diagnose(0, Optional.empty()));
    } else if (checkpoints.isEvaluationDue() && isUnderWay(phase)) {
      evaluate(phase.completed());
    }
    boolean saved = false;
    while (phase.completed() < phase.updates()) {
      if (stop.isRequested()) {
        if (!saved) {
          checkpoints.save(context);
        }
        throw new SpotStoppedException();
      }
      int count = schedule.chunk(phase.completed());
      Map<String, Double> metrics = context.times().training(phase, count);
      long done = phase.completed();
      SpotDivergenceException.requireFinite(
          metrics, "at update %d of phase %s".formatted(done, phase.name()));
      context.reporter().report(phase.name(), done, phase.updates(), metrics);
      if (schedule.isDue(done, logEvery)) {
        Map<String, Double> logged = new TreeMap<>(metrics);
        if (phase.trainsPolicy()) {
          logged.putAll(context.times().window(phase));
        }
        context.run().metrics(done, logged);
        shared.recorded(done, metrics);
        if (done == phase.updates()) {
          shared.completed();
        }
      }
      if (phase.trainsPolicy() && schedule.isDue(done, evaluateEvery)) {
        evaluate(done);
      }
      saved = schedule.isDue(done, saveEvery);
      if (saved) {
        checkpoints.save(context);
      }
    }
  }

  /** True for the phase that was trained last. */
  private boolean isUnderWay(TrainingPhase phase) {
    return context.learner().phases().stream()
        .filter(each -> each.completed() > 0)
        .reduce((earlier, later) -> later)
        .equals(Optional.of(phase));
  }

  private void evaluate(long updates) {
    examine(true, () -> evaluateAndDiagnose(updates));
  }

  /**
   * Evaluates or diagnoses. If that is stopped, a checkpoint of the moment before it is saved: a
   * run that resumes drops what was recorded of it and does it again.
   */
  private void examine(boolean evaluates, Runnable work) {
    RunCheckpoints.Mark before = checkpoints.mark(context, evaluates);
    try {
      stop.check();
      work.run();
    } catch (SpotStoppedException e) {
      checkpoints.save(context, before);
      throw e;
    }
  }

  private void evaluateAndDiagnose(long updates) {
    Optional<EvaluationResult> evaluation = evaluator.map(this::evaluatePolicy);
    evaluation.ifPresent(
        result -> {
          lastEvaluation = evaluation;
          checkpoints.evaluated(context, updates, result);
          context.run().metrics(updates, result.metrics());
        });
    diagnose(updates, evaluation);
    evaluation.ifPresent(result -> context.reporter().evaluated(updates, result));
  }

  private void diagnose(long updates, Optional<EvaluationResult> evaluation) {
    PreparedData data = context.data();
    DiagnosticMoment moment =
        new DiagnosticMoment(
            updates,
            evaluation,
            data.training(),
            data.normalizer(),
            data.environment().shape(),
            config.seed(),
            commonDensity);
    Learner learner = context.learner();
    TrackedRun run = new StoppableRun(context.run(), stop);
    Runnable record = () -> diagnostics.forEach(each -> each.record(moment, learner, run));
    context.times().during(RunTimes.ANALYSIS, record);
  }

  private EvaluationResult evaluatePolicy(PolicyEvaluator environment) {
    RunTimes times = context.times();
    return times.during(
        RunTimes.EVALUATION,
        () -> {
          Policy policy = context.data().normalizer().wrap(context.learner().policy());
          long seed = config.seed() + config.evaluation().seedOffset();
          int rollouts = diagnostics.stream().mapToInt(Diagnostic::rollouts).max().orElse(0);
          return environment.evaluate(policy, seed, config.evaluation().episodes(), rollouts);
        });
  }
}

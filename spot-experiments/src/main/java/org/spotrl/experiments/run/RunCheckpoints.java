package org.spotrl.experiments.run;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.spotrl.api.checkpoint.Checkpoint;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.checkpoint.StateTensor;
import org.spotrl.api.env.EvaluationResult;
import org.spotrl.api.error.SpotDivergenceException;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.experiments.checkpoint.BestPolicies;
import org.spotrl.experiments.checkpoint.CheckpointFolder;
import org.spotrl.experiments.config.CheckpointConfig;
import org.spotrl.experiments.config.LoadedExperiment;
import org.spotrl.experiments.density.DensityFile;
import org.spotrl.experiments.measure.Measured;
import org.spotrl.experiments.measure.RunTimes;
import org.spotrl.policy.PolicyArchive;

/**
 * Saves and restores the checkpoints and the best policy of a run, and tags the run with their
 * paths.
 */
final class RunCheckpoints {

  /** MLflow's own tag of a run's last checkpoint. */
  private static final String LATEST_TAG = "mlflow.latest_checkpoint_artifact";

  /** In the measures: 1 if the evaluation at the checkpoint's updates is still due. */
  private static final String EVALUATION_DUE = "pending.evaluation";

  /** Among the measures: the score of an evaluation at exactly this checkpoint's updates. */
  private static final String SCORE = "evaluated.normalized_score";

  private static final String BEST_TAG = "spot.best_checkpoint_artifact";

  private final LoadedExperiment experiment;
  private final LocalRun folder;
  private final CheckpointFolder store;
  private final Optional<BestPolicies> bestPolicies;
  private final BestScore best = new BestScore();
  private boolean evaluationDue;
  private long evaluatedAt = -1;
  private double score;

  /** The checkpoints in the folder of a run. */
  RunCheckpoints(LoadedExperiment experiment, LocalRun folder) {
    CheckpointConfig config = experiment.config().checkpoint();
    this.experiment = experiment;
    this.folder = folder;
    this.store = new CheckpointFolder(folder.checkpoints(), config.keep());
    this.bestPolicies =
        config.keepBest() ? Optional.of(new BestPolicies(folder.checkpoints())) : Optional.empty();
  }

  /**
   * The latest checkpoint, if there is one.
   *
   * @throws SpotInputException if it is from another run
   */
  Optional<Checkpoint> latest() {
    Optional<Checkpoint> latest = store.latest();
    latest.ifPresent(this::requireOwn);
    return latest;
  }

  private void requireOwn(Checkpoint saved) {
    if (!saved.configHash().equals(experiment.hash()) || !saved.runId().equals(folder.id())) {
      throw new SpotInputException(
          "the checkpoints in %s are from another run (%s); restore this run's checkpoints, or remove them to start it again"
              .formatted(folder.checkpoints(), saved.runId()));
    }
  }

  /** Restores the run's state from the checkpoint, if there is one. */
  void restore(RunContext context, Optional<Checkpoint> checkpoint) {
    if (checkpoint.isPresent()) {
      Checkpoint saved = checkpoint.get();
      context.learner().restore(saved.state());
      Map<String, Double> measures = new HashMap<>(saved.measures());
      measures.put(RunTimes.TOTAL, saved.elapsedMillis() * 1e-3);
      measured(context).forEach(each -> each.resumeFrom(measures));
      evaluationDue = measures.getOrDefault(EVALUATION_DUE, 0.0) > 0;
    }
    // Deletes policies after the checkpoint: their updates are repeated.
    bestPolicies.ifPresent(policies -> policies.keepOnly(best.updates()));
    // Again, because a kill may have come between saving and tagging.
    checkpoint.ifPresent(saved -> tag(context, saved));
  }

  /** True if the run was stopped during the evaluation at the checkpoint that it resumes from. */
  boolean isEvaluationDue() {
    return evaluationDue;
  }

  /** Saves a checkpoint. */
  void save(RunContext context) {
    save(context, mark(context, false));
    bestPolicies.ifPresent(policies -> policies.keepOnly(best.updates()));
  }

  /**
   * Saves a checkpoint for an earlier moment: a resume drops what was recorded since then. The
   * learner must not have been trained in between.
   */
  void save(RunContext context, Mark mark) {
    Checkpoint saved =
        context.times().during(RunTimes.CHECKPOINT, () -> saveCheckpoint(context, mark));
    tag(context, saved);
  }

  /** What a checkpoint contains beside the learner's state. */
  record Mark(long moment, double seconds, Map<String, Double> measures) {}

  /**
   * The current moment.
   *
   * @param evaluationDue true if a resumed run must evaluate first
   */
  Mark mark(RunContext context, boolean evaluationDue) {
    // Before the measures: the sampler counts the samples before the moment.
    long moment = context.sampler().moment();
    Map<String, Double> measures = new TreeMap<>();
    measured(context).forEach(each -> measures.putAll(each.measures()));
    if (evaluationDue) {
      measures.put(EVALUATION_DUE, 1.0);
    }
    if (evaluatedAt == context.policyUpdates() && Double.isFinite(score)) {
      measures.put(SCORE, score);
    }
    return new Mark(moment, context.times().totalSeconds(), measures);
  }

  /** Records an evaluation's score and saves the policy if it is the best so far. */
  void evaluated(RunContext context, long updates, EvaluationResult result) {
    evaluatedAt = context.policyUpdates();
    score = result.normalizedScore();
    if (best.improvedBy(score, updates)) {
      bestPolicies.ifPresent(policies -> saveBest(context, policies, updates, score));
    }
  }

  /**
   * The checkpoints that a finished run drops: all, unless its configuration keeps them. MLflow's
   * tag of the last checkpoint then names the final policy, or the density if there is no policy.
   *
   * @return their paths in the run's artifacts
   */
  List<String> obsolete(RunContext context) {
    if (experiment.config().checkpoint().keepFinal()) {
      return List.of();
    }
    String result = context.learner().hasPolicy() ? LocalRun.POLICY : DensityFile.ARTIFACT;
    context.run().tags(Map.of(LATEST_TAG, result));
    return store.names().stream().map(name -> LocalRun.CHECKPOINTS + "/" + name).toList();
  }

  private static void saveBest(
      RunContext context, BestPolicies policies, long updates, double score) {
    PolicyArchive archive =
        new PolicyArchive(context.learner().snapshot(), context.data().normalizer());
    String environment = context.data().environment().id();
    Consumer<Path> files = place -> archive.write(place, environment, context.run().id());
    context.times().during(RunTimes.CHECKPOINT, () -> policies.save(updates, score, files));
  }

  private Checkpoint saveCheckpoint(RunContext context, Mark mark) {
    Map<String, Long> progress = new LinkedHashMap<>();
    context.learner().phases().forEach(phase -> progress.put(phase.name(), phase.completed()));
    StateDict state = context.learner().state();
    requireFinite(state, progress);
    Checkpoint checkpoint =
        new Checkpoint(
            experiment.hash(),
            context.run().id(),
            mark.moment(),
            Math.round(mark.seconds() * 1e3),
            progress,
            mark.measures(),
            state);
    store.save(checkpoint);
    return checkpoint;
  }

  /** So the last checkpoint of a run that diverges is one from which training can continue. */
  private static void requireFinite(StateDict state, Map<String, Long> progress) {
    state
        .tensors()
        .forEach(
            (name, tensor) -> {
              if (tensor instanceof StateTensor.Floats floats) {
                for (float value : floats.values()) {
                  if (!Float.isFinite(value)) {
                    throw new SpotDivergenceException(
                        "training diverged: a number of '%s' is %s at the checkpoint after %s updates, which is not saved"
                            .formatted(name, value, progress));
                  }
                }
              }
            });
  }

  /** The score of the policy of a checkpoint, if it was evaluated at exactly these updates. */
  static OptionalDouble score(Checkpoint checkpoint) {
    Double score = checkpoint.measures().get(SCORE);
    return score == null ? OptionalDouble.empty() : OptionalDouble.of(score);
  }

  private List<Measured> measured(RunContext context) {
    return List.of(context.times(), context.memory(), context.sampler(), best);
  }

  private void tag(RunContext context, Checkpoint saved) {
    Map<String, String> tags = new TreeMap<>();
    tags.put(LATEST_TAG, LocalRun.CHECKPOINTS + "/" + CheckpointFolder.name(saved));
    OptionalLong updates = best.updates();
    if (bestPolicies.isPresent() && bestPolicies.get().latest().equals(updates)) {
      updates.ifPresent(n -> tags.put(BEST_TAG, LocalRun.CHECKPOINTS + "/" + BestPolicies.name(n)));
    }
    context.run().tags(tags);
  }
}

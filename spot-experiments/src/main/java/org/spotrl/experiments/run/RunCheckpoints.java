package org.spotrl.experiments.run;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.spotrl.api.checkpoint.Checkpoint;
import org.spotrl.api.env.EvaluationResult;
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
 * The checkpoints and the best policy of a run: saves and restores them, and tags the run with
 * where they are.
 */
final class RunCheckpoints {

  /** MLflow's own tag of a run's last checkpoint. */
  private static final String LATEST_TAG = "mlflow.latest_checkpoint_artifact";

  /** Among the measures: 1 if the evaluation at this checkpoint's updates is still to be done. */
  private static final String EVALUATION_DUE = "pending.evaluation";

  private static final String BEST_TAG = "spot.best_checkpoint_artifact";

  private final LoadedExperiment experiment;
  private final LocalRun folder;
  private final CheckpointFolder store;
  private final Optional<BestPolicies> bestPolicies;
  private final BestScore best = new BestScore();
  private boolean evaluationDue;

  /** The checkpoints in the folder of a run, kept as its configuration says. */
  RunCheckpoints(LoadedExperiment experiment, LocalRun folder) {
    CheckpointConfig config = experiment.config().checkpoint();
    this.experiment = experiment;
    this.folder = folder;
    this.store = new CheckpointFolder(folder.checkpoints(), config.keep());
    this.bestPolicies =
        config.keepBest() ? Optional.of(new BestPolicies(folder.checkpoints())) : Optional.empty();
  }

  /**
   * The last one, if there is any.
   *
   * @throws SpotInputException if it is another run's
   */
  Optional<Checkpoint> latest() {
    Optional<Checkpoint> latest = store.latest();
    latest.ifPresent(this::requireOwn);
    return latest;
  }

  private void requireOwn(Checkpoint saved) {
    if (!saved.configHash().equals(experiment.hash()) || !saved.runId().equals(folder.id())) {
      throw new SpotInputException(
          "the checkpoints in %s are those of another run (%s); put back this run's own, or remove them to begin it again"
              .formatted(folder.checkpoints(), saved.runId()));
    }
  }

  /** Brings the run back to the checkpoint, or to its start if there is none. */
  void restore(RunContext context, Optional<Checkpoint> checkpoint) {
    if (checkpoint.isPresent()) {
      Checkpoint saved = checkpoint.get();
      context.learner().restore(saved.state());
      Map<String, Double> measures = new HashMap<>(saved.measures());
      measures.put(RunTimes.TOTAL, saved.elapsedMillis() * 1e-3);
      measured(context).forEach(each -> each.resumeFrom(measures));
      evaluationDue = measures.getOrDefault(EVALUATION_DUE, 0.0) > 0;
    }
    // Those of updates that will be made again go, as their metrics do.
    bestPolicies.ifPresent(policies -> policies.keepOnly(best.updates()));
    // Again: a kill may have come between saving and tagging.
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
   * Saves a checkpoint of an earlier moment: what was recorded since then is dropped on resume. The
   * learner has not been trained in between.
   */
  void save(RunContext context, Mark mark) {
    Checkpoint saved =
        context.times().during(RunTimes.CHECKPOINT, () -> saveCheckpoint(context, mark));
    tag(context, saved);
  }

  /** What a checkpoint holds beside the learner's state. */
  record Mark(long moment, double seconds, Map<String, Double> measures) {}

  /**
   * The moment as it is now.
   *
   * @param evaluationDue true if a run that resumes from here has to evaluate first
   */
  Mark mark(RunContext context, boolean evaluationDue) {
    // First the moment: the sampler's measures count the samples before it.
    long moment = context.sampler().moment();
    Map<String, Double> measures = new TreeMap<>();
    measured(context).forEach(each -> measures.putAll(each.measures()));
    if (evaluationDue) {
      measures.put(EVALUATION_DUE, 1.0);
    }
    return new Mark(moment, context.times().totalSeconds(), measures);
  }

  /** Takes an evaluation into account, and keeps the policy if it is the best so far. */
  void evaluated(RunContext context, long updates, EvaluationResult result) {
    double score = result.normalizedScore();
    if (best.improvedBy(score, updates)) {
      bestPolicies.ifPresent(policies -> saveBest(context, policies, updates, score));
    }
  }

  /**
   * The checkpoints that a finished run drops: all, unless its configuration keeps them. The tag of
   * the last one names the final policy from here on, or the density if there is no policy.
   *
   * @return their paths among the run's files
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
    Checkpoint checkpoint =
        new Checkpoint(
            experiment.hash(),
            context.run().id(),
            mark.moment(),
            Math.round(mark.seconds() * 1e3),
            progress,
            mark.measures(),
            context.learner().state());
    store.save(checkpoint);
    return checkpoint;
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

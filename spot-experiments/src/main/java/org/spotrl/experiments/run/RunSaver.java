package org.spotrl.experiments.run;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.spotrl.api.checkpoint.Checkpoint;
import org.spotrl.api.checkpoint.CheckpointStore;
import org.spotrl.api.learning.Learner;
import org.spotrl.policy.MlpPolicy;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.experiments.checkpoint.BestPolicies;
import org.spotrl.experiments.checkpoint.CheckpointFolder;
import org.spotrl.experiments.measure.Measured;
import org.spotrl.experiments.measure.ProcessMemory;
import org.spotrl.experiments.measure.RunTimes;
import org.spotrl.experiments.measure.SystemSampler;

/**
 * Saves where a run stands and its best policy, restores them, and labels the run with where they
 * are.
 */
final class RunSaver {

  /** MLflow's own label of a run's last checkpoint. */
  private static final String LATEST_TAG = "mlflow.latest_checkpoint_artifact";

  private static final String BEST_TAG = "spot.best_checkpoint_artifact";

  private final CheckpointStore checkpoints;
  private final Optional<BestPolicies> bestPolicies;
  private final TrackedRun run;
  private final String configHash;
  private final Learner learner;
  private final PreparedData data;
  private final RunTimes watch;
  private final SystemSampler sampler;
  private final BestScore best = new BestScore();
  private final List<Measured> measured;

  /**
   * A saver for a run.
   *
   * @param bestPolicies where the best policy is kept, if it is
   */
  RunSaver(
      CheckpointStore checkpoints,
      Optional<BestPolicies> bestPolicies,
      TrackedRun run,
      String configHash,
      Learner learner,
      PreparedData data,
      RunTimes watch,
      ProcessMemory memory,
      SystemSampler sampler) {
    this.checkpoints = checkpoints;
    this.bestPolicies = bestPolicies;
    this.run = run;
    this.configHash = configHash;
    this.learner = learner;
    this.data = data;
    this.watch = watch;
    this.sampler = sampler;
    this.measured = List.of(watch, memory, sampler, best);
  }

  /** Brings all back to the checkpoint, or to the run's start if there is none. */
  void restore(Optional<Checkpoint> checkpoint) {
    if (checkpoint.isPresent()) {
      Checkpoint saved = checkpoint.get();
      learner.restore(saved.state());
      Map<String, Double> measures = new HashMap<>(saved.measures());
      measures.put(RunTimes.TOTAL, saved.elapsedMillis() * 1e-3);
      measured.forEach(each -> each.resumeFrom(measures));
    }
    // Those of updates that will be made again go, as their metrics do.
    bestPolicies.ifPresent(policies -> policies.keepOnly(best.updates()));
    // Anew: a kill may have come between saving and labelling.
    checkpoint.ifPresent(this::label);
  }

  /** Saves a checkpoint. */
  void save() {
    Checkpoint saved = watch.during(RunTimes.CHECKPOINT, this::saveCheckpoint);
    label(saved);
    bestPolicies.ifPresent(policies -> policies.keepOnly(best.updates()));
  }

  /**
   * Takes an evaluation into account, and keeps the policy if it is the best so far.
   *
   * @return metrics that it adds to those of the evaluation
   */
  Map<String, Double> evaluated(long updates, EvaluationResult result, MlpPolicy policy) {
    double score = result.normalizedScore();
    if (best.improvedBy(score, updates)) {
      bestPolicies.ifPresent(policies -> save(policies, updates, score, policy));
    }
    // At each evaluation: MLflow's mean over seeds is then one over the same seeds at each step.
    return best.score().isPresent()
        ? Map.of("eval/normalized_score_best", best.score().getAsDouble())
        : Map.of();
  }

  private void save(BestPolicies policies, long updates, double score, MlpPolicy policy) {
    PolicyArchive archive = new PolicyArchive(policy, data.normalizer());
    watch.during(
        RunTimes.CHECKPOINT,
        () ->
            policies.save(
                updates,
                score,
                folder -> archive.write(folder, data.environment().id(), run.id())));
  }

  private Checkpoint saveCheckpoint() {
    Map<String, Long> progress = new LinkedHashMap<>();
    learner.phases().forEach(phase -> progress.put(phase.name(), phase.completed()));
    long moment = sampler.moment();
    Map<String, Double> measures = new TreeMap<>();
    measured.forEach(each -> measures.putAll(each.measures()));
    Checkpoint checkpoint =
        new Checkpoint(
            configHash,
            run.id(),
            moment,
            Math.round(watch.totalSeconds() * 1e3),
            progress,
            measures,
            learner.state());
    checkpoints.save(checkpoint);
    return checkpoint;
  }

  private void label(Checkpoint saved) {
    Map<String, String> tags = new TreeMap<>();
    tags.put(LATEST_TAG, LocalRun.CHECKPOINTS + "/" + CheckpointFolder.name(saved));
    OptionalLong updates = best.updates();
    if (bestPolicies.isPresent() && bestPolicies.get().latest().equals(updates)) {
      updates.ifPresent(n -> tags.put(BEST_TAG, LocalRun.CHECKPOINTS + "/" + BestPolicies.name(n)));
    }
    run.tags(tags);
  }
}

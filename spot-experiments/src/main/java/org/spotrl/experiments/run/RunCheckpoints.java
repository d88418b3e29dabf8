package org.spotrl.experiments.run;

import java.util.Optional;
import org.spotrl.api.checkpoint.Checkpoint;
import org.spotrl.api.checkpoint.CheckpointStore;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.experiments.checkpoint.BestPolicies;
import org.spotrl.experiments.checkpoint.CheckpointFolder;
import org.spotrl.experiments.config.LoadedExperiment;

/** The checkpoints of a run, kept as its configuration wants it. */
final class RunCheckpoints {

  private final LoadedExperiment experiment;
  private final LocalRun folder;

  RunCheckpoints(LoadedExperiment experiment, LocalRun folder) {
    this.experiment = experiment;
    this.folder = folder;
  }

  /** Where they are saved. */
  CheckpointStore store() {
    return new CheckpointFolder(folder.checkpoints(), experiment.config().checkpoint().keep());
  }

  /** Where the best policy is kept, if it is. */
  Optional<BestPolicies> bestPolicies() {
    return experiment.config().checkpoint().keepBest()
        ? Optional.of(new BestPolicies(folder.checkpoints()))
        : Optional.empty();
  }

  /**
   * The last one, if there is any.
   *
   * @throws SpotInputException if it is another run's
   */
  Optional<Checkpoint> latest() {
    Optional<Checkpoint> latest = store().latest();
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
}

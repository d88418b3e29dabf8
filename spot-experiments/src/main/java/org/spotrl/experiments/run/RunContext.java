package org.spotrl.experiments.run;

import java.util.stream.Stream;
import org.spotrl.api.learning.Learner;
import org.spotrl.api.learning.TrainingPhase;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.experiments.config.ExperimentConfig;
import org.spotrl.experiments.config.LoadedExperiment;
import org.spotrl.experiments.measure.ProcessMemory;
import org.spotrl.experiments.measure.RunTimes;
import org.spotrl.experiments.measure.SystemSampler;
import org.spotrl.experiments.provenance.LibraryState;

/**
 * A run in progress: what its training loop, checkpoints and results share.
 *
 * @param experiment its configuration
 * @param identity its name and tags
 * @param data its data
 * @param run its record
 * @param learner its learner
 * @param times its times
 * @param libraries the native libraries
 * @param memory its memory
 * @param sampler its system metrics
 * @param reporter shows its progress
 */
record RunContext(
    LoadedExperiment experiment,
    RunIdentity identity,
    PreparedData data,
    TrackedRun run,
    Learner learner,
    RunTimes times,
    LibraryState libraries,
    ProcessMemory memory,
    SystemSampler sampler,
    RunReporter reporter) {

  ExperimentConfig config() {
    return experiment.config();
  }

  /** Completed updates of the policy. */
  long policyUpdates() {
    return learner.phases().stream()
        .filter(TrainingPhase::trainsPolicy)
        .mapToLong(TrainingPhase::completed)
        .sum();
  }

  /** The phases that train the policy; all phases if there is no policy. */
  Stream<TrainingPhase> mainPhases() {
    return learner.phases().stream().filter(phase -> phase.trainsPolicy() || !learner.hasPolicy());
  }
}

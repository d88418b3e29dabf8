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
 * One run at work: what its training loop, its checkpoints and its results share.
 *
 * @param experiment its configuration
 * @param identity how it is named
 * @param data what it trains on
 * @param run where it is recorded
 * @param learner what it trains
 * @param times what its time was spent on
 * @param libraries the native libraries that it computes with
 * @param memory the peaks of its memory
 * @param sampler its system metrics
 * @param reporter what the user sees of it
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

  /** Updates of the policy done so far. */
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

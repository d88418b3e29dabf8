package org.spotrl.tensorflow.density.training;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.density.BehaviorDensity;
import org.spotrl.api.learning.Algorithm;
import org.spotrl.api.learning.LearnedModels;
import org.spotrl.api.learning.Learner;
import org.spotrl.api.learning.LearningTask;
import org.spotrl.api.learning.PhaseResult;
import org.spotrl.api.learning.TrainingPhase;
import org.spotrl.api.policy.PolicySnapshot;

/**
 * Trains a behaviour density alone, without a policy, and measures it on held-out trajectories.
 *
 * <p>Metrics, recorded after the last update: {@code density/log_density_held_out} and its standard
 * error {@code density/log_density_held_out_se}, and {@code density/log_density_train}, all in nats
 * per action dimension; see {@link HeldOut#fit}.
 */
public final class DensityTraining implements Algorithm {

  /** The type named {@code density}. */
  public static final ComponentType<DensityTrainingConfig, Algorithm> TYPE =
      new ComponentType<>(
          Algorithm.class,
          "density",
          "A behaviour density alone, measured on held-out trajectories; trains no policy.",
          DensityTrainingConfig.DEFAULTS,
          DensityTraining::new);

  private final DensityTrainingConfig config;

  /** The training of a density with these settings. */
  public DensityTraining(DensityTrainingConfig config) {
    this.config = config;
  }

  /**
   * A learner of the training data.
   *
   * @throws org.spotrl.api.error.SpotInputException if the data cannot be split
   */
  @Override
  public Learner create(LearningTask task) {
    HeldOut split = HeldOut.of(task.data(), config.heldOut(), task.seed());
    LearningTask training =
        new LearningTask(task.shape(), split.training(), task.seed(), task.intraOpThreads());
    return new DensityLearner(config.density().create().alone().create(training), split);
  }

  /** Adds the measures of the trained density to those of its last update. */
  private record DensityLearner(Learner density, HeldOut split) implements Learner {

    @Override
    public List<TrainingPhase> phases() {
      return density.phases().stream()
          .map(phase -> (TrainingPhase) new Phase(phase, density, split))
          .toList();
    }

    private record Phase(TrainingPhase phase, Learner density, HeldOut split)
        implements TrainingPhase {

      @Override
      public String name() {
        return phase.name();
      }

      @Override
      public long updates() {
        return phase.updates();
      }

      @Override
      public long completed() {
        return phase.completed();
      }

      @Override
      public boolean trainsPolicy() {
        return false;
      }

      @Override
      public Map<String, Double> train(int count) {
        Map<String, Double> metrics = new TreeMap<>(phase.train(count));
        if (phase.completed() == phase.updates()) {
          BehaviorDensity trained = density.models().density().orElseThrow();
          metrics.putAll(split.fit(trained));
        }
        return metrics;
      }

      // The key contains the training data, so it is that of no other split.
      @Override
      public Optional<PhaseResult> result() {
        return phase.result();
      }
    }

    @Override
    public boolean hasPolicy() {
      return density.hasPolicy();
    }

    @Override
    public PolicySnapshot snapshot() {
      return density.snapshot();
    }

    @Override
    public LearnedModels models() {
      return density.models();
    }

    @Override
    public StateDict state() {
      return density.state();
    }

    @Override
    public void restore(StateDict state) {
      density.restore(state);
    }

    @Override
    public String program() {
      return density.program();
    }

    @Override
    public void close() {
      density.close();
    }
  }
}

package org.spotrl.experiments.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.LongToDoubleFunction;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.checkpoint.StateTensor;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.component.Setting;
import org.spotrl.api.density.BehaviorDensity;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.learning.Algorithm;
import org.spotrl.api.learning.LearnedModels;
import org.spotrl.api.learning.Learner;
import org.spotrl.api.learning.PhaseResult;
import org.spotrl.api.learning.TrainingPhase;
import org.spotrl.api.policy.PolicySnapshot;
import org.spotrl.api.policy.TaskShape;
import org.spotrl.policy.MlpFormat;

/** A test method with two phases that count their updates, and a policy that depends on them. */
final class CountingAlgorithm {

  /** The update at which all learners diverge. */
  private long divergesAt;

  private IntConsumer training = count -> {};
  private LongToDoubleFunction weights = updates -> Double.NaN;
  private LongToDoubleFunction metric = updates -> updates;
  private LongToDoubleFunction state = updates -> 0;

  record Config(
      @Setting("Updates of the first phase.") long warmup,
      @Setting(value = "Updates of the second phase.", label = "{}-updates") long updates,
      @Setting("Update of the second phase at which training diverges; 0: never.")
          long divergesAt) {}

  ComponentType<Config, Algorithm> type() {
    return new ComponentType<>(
        Algorithm.class,
        "counting",
        "Counts its updates.",
        new Config(30, 60, 0),
        config -> task -> new Counting(config));
  }

  void divergeAt(long update) {
    divergesAt = update;
  }

  /** Calls this with the number of updates after each chunk. */
  void whenTraining(IntConsumer action) {
    training = action;
  }

  /** Sets the policy's weight by its updates. A smaller weight gives a better score. */
  void weigh(LongToDoubleFunction byUpdates) {
    weights = byUpdates;
  }

  /** Gives the policy's phase this metric by its updates, in place of their number. */
  void measure(LongToDoubleFunction byUpdates) {
    metric = byUpdates;
  }

  /** Gives the learner this state beside its counters, by the policy's updates. */
  void keep(LongToDoubleFunction byUpdates) {
    state = byUpdates;
  }

  private final class Phase implements TrainingPhase {
    private final String name;
    private final long updates;
    private final boolean policy;
    private final long limit;
    private long completed;

    Phase(String name, long updates, boolean policy, long limit) {
      this.name = name;
      this.updates = updates;
      this.policy = policy;
      this.limit = limit;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public long updates() {
      return updates;
    }

    @Override
    public long completed() {
      return completed;
    }

    @Override
    public boolean trainsPolicy() {
      return policy;
    }

    @Override
    public Optional<PhaseResult> result() {
      return policy ? Optional.empty() : Optional.of(new Result(this));
    }

    @Override
    public Map<String, Double> train(int count) {
      completed += count;
      training.accept(count);
      if (limit > 0 && completed >= limit) {
        throw new SpotRunException("training diverged at update " + limit);
      }
      return Map.of(name + "/count", policy ? metric.applyAsDouble(completed) : completed);
    }
  }

  /** The result of the first phase is its number of updates. */
  private record Result(Phase phase) implements PhaseResult {

    @Override
    public String key() {
      return "warmup of " + phase.updates;
    }

    @Override
    public StateDict state() {
      long[] completed = {phase.completed};
      return new StateDict(Map.of("warmup", new StateTensor.Longs(new long[0], completed)));
    }

    @Override
    public StateDict learnt() {
      return state();
    }

    @Override
    public void restore(StateDict state) {
      phase.completed = state.longs("warmup", 1)[0];
    }
  }

  private final class Counting implements Learner {
    private final Phase warmup;
    private final Phase policy;
    private final Config config;

    Counting(Config config) {
      this.config = config;
      warmup = new Phase("warmup", config.warmup(), false, 0);
      policy =
          new Phase("policy", config.updates(), true, Math.max(divergesAt, config.divergesAt()));
    }

    @Override
    public List<TrainingPhase> phases() {
      return List.of(warmup, policy);
    }

    @Override
    public PolicySnapshot snapshot() {
      float made = (float) weights.applyAsDouble(policy.completed);
      float weight = Float.isNaN(made) ? (policy.completed + 1) / (warmup.completed + 100f) : made;
      StateTensor kernel = new StateTensor.Floats(new long[] {1, 1}, new float[] {weight});
      StateTensor bias = new StateTensor.Floats(new long[] {1}, new float[] {0.01f});
      return new PolicySnapshot(
          new MlpFormat(),
          new TaskShape(1, 1, 1),
          Map.of(),
          new StateDict(Map.of("actor/0/kernel", kernel, "actor/0/bias", bias)));
    }

    @Override
    public LearnedModels models() {
      BehaviorDensity density = (observations, actions) -> new double[actions.length];
      return new LearnedModels(Optional.of(density), Optional.empty(), Optional.empty());
    }

    @Override
    public StateDict state() {
      float[] value = {(float) state.applyAsDouble(policy.completed)};
      return new StateDict(
          Map.of(
              "warmup",
              count(warmup),
              "policy",
              count(policy),
              "weight",
              new StateTensor.Floats(new long[0], value)));
    }

    @Override
    public void restore(StateDict state) {
      if (config.updates() == 1) {
        throw new SpotInputException("the saved state does not fit");
      }
      warmup.completed = state.longs("warmup", 1)[0];
      policy.completed = state.longs("policy", 1)[0];
    }

    @Override
    public String program() {
      return "counts";
    }

    @Override
    public void close() {
      // Nothing native.
    }

    private StateTensor count(Phase phase) {
      return new StateTensor.Longs(new long[0], new long[] {phase.completed});
    }
  }
}

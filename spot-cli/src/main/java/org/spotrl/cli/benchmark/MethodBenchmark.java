package org.spotrl.cli.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.data.Dataset;
import org.spotrl.api.env.Environment;
import org.spotrl.api.env.StepResult;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.learning.Algorithm;
import org.spotrl.api.learning.Learner;
import org.spotrl.api.learning.LearningTask;
import org.spotrl.api.learning.TrainingPhase;
import org.spotrl.api.policy.Actor;
import org.spotrl.api.policy.Policy;
import org.spotrl.api.policy.TaskShape;
import org.spotrl.api.random.RandomStream;
import org.spotrl.experiments.measure.ProcessClock;
import org.spotrl.experiments.measure.ProcessTime;

/**
 * Times the training and the acting of methods with their authors' settings on random data.
 *
 * <p>The windows of all methods alternate, so that changes of the machine's speed affect all of
 * them.
 */
public final class MethodBenchmark {

  private static final ProcessClock CLOCK = ProcessClock.system();
  private static final int ROWS = 50_000;
  private static final int WARM_UP_UPDATES = 20;
  private static final double MILLIS = 1e-6;

  private MethodBenchmark() {}

  /**
   * Times every method.
   *
   * @param options sizes, threads and windows; the tasks are not used
   * @param methods the methods, in the order of the result
   * @param environment where the policies act, of the sizes of the options; without it they act on
   *     observations of the data. Its steps are part of the time then, as in the paper's figure 3
   * @param progress gets a line for each step
   */
  public static List<MethodTime> run(
      BenchmarkOptions options,
      Collection<? extends ComponentType<?, Algorithm>> methods,
      Optional<Environment> environment,
      Consumer<String> progress) {
    environment.ifPresent(one -> requireSizes(one, options));
    TaskShape shape = new TaskShape(options.observationDim(), options.actionDim(), 1);
    LearningTask task =
        new LearningTask(shape, MadeData.of(options, ROWS), 0, options.intraOpThreads());
    List<Timed> timed = new ArrayList<>();
    try {
      for (ComponentType<?, Algorithm> method : methods) {
        progress.accept(method.name() + ": building the graph, first updates");
        timed.add(new Timed(method, task, environment, options.windowSeconds()));
      }
      for (int window = 0; window < options.windows(); window++) {
        progress.accept("window %d of %d".formatted(window + 1, options.windows()));
        timed.forEach(Timed::window);
      }
      return timed.stream().map(Timed::result).toList();
    } finally {
      timed.forEach(one -> one.learner.close());
    }
  }

  private static void requireSizes(Environment environment, BenchmarkOptions options) {
    int observations = environment.specification().observationDim();
    int actions = environment.specification().actionDim();
    if (observations != options.observationDim() || actions != options.actionDim()) {
      throw new SpotInputException(
          "the environment has %d observations and %d actions, but the sizes to time are %d and %d: choose another environment"
              .formatted(observations, actions, options.observationDim(), options.actionDim()));
    }
  }

  /** One method while it is timed. */
  private static final class Timed {

    private final String name;
    private final Learner learner;
    private final Policy stored;
    private final List<TimedPhase> phases = new ArrayList<>();
    private final List<Double> acting = new ArrayList<>();
    private final List<Double> actingStored = new ArrayList<>();
    private final double[][] observations;
    private final Optional<Environment> environment;

    Timed(
        ComponentType<?, Algorithm> method,
        LearningTask task,
        Optional<Environment> environment,
        double windowSeconds) {
      this.environment = environment;
      name = method.name();
      learner = method.withDefaults().create().create(task);
      observations = observations(task.data());
      for (TrainingPhase phase : learner.phases()) {
        phases.add(new TimedPhase(phase, windowSeconds));
      }
      stored = learner.snapshot().policy();
      episode(learner.policy());
      episode(stored);
    }

    void window() {
      phases.forEach(TimedPhase::window);
      acting.add(episode(learner.policy()));
      actingStored.add(episode(stored));
    }

    /** Milliseconds of the actions of one episode. */
    private double episode(Policy policy) {
      Actor actor = policy.start(RandomStream.of(0, "benchmark episode").at(0));
      long start = System.nanoTime();
      environment.ifPresentOrElse(one -> actIn(one, actor), () -> actOnData(actor));
      return (System.nanoTime() - start) * MILLIS;
    }

    private void actOnData(Actor actor) {
      for (double[] observation : observations) {
        actor.act(observation);
        actor.rewarded(1);
      }
    }

    private static void actIn(Environment environment, Actor actor) {
      RandomStream starts = RandomStream.of(0, "benchmark start");
      double[] observation = environment.reset(starts.at(0));
      for (int i = 1; i <= MadeData.EPISODE; i++) {
        StepResult step = environment.step(actor.act(observation));
        actor.rewarded(step.reward());
        observation = step.done() ? environment.reset(starts.at(i)) : step.observation();
      }
    }

    private static double[][] observations(Dataset data) {
      double[][] episode = new double[MadeData.EPISODE][data.observationDim()];
      for (int step = 0; step < episode.length; step++) {
        float[] observation = data.observation(step);
        Arrays.setAll(episode[step], i -> observation[i]);
      }
      return episode;
    }

    MethodTime result() {
      return new MethodTime(
          name,
          phases.stream().map(TimedPhase::result).toList(),
          median(acting),
          median(actingStored));
    }
  }

  /** One phase while it is timed. */
  private static final class TimedPhase {

    private final TrainingPhase phase;
    private final int updates;
    private final List<Double> millis = new ArrayList<>();

    TimedPhase(TrainingPhase phase, double windowSeconds) {
      this.phase = phase;
      phase.train(WARM_UP_UPDATES);
      double each = train(WARM_UP_UPDATES);
      // Even: TD3's policy learns in every second update.
      updates = 2 * (int) Math.ceil(Math.min(windowSeconds * 1_000 / each, 10_000) / 2);
    }

    void window() {
      millis.add(train(updates));
    }

    /** CPU milliseconds of one update. */
    private double train(int count) {
      ProcessTime start = CLOCK.now();
      phase.train(count);
      return CLOCK.now().minus(start).cpuNanos() * MILLIS / count;
    }

    MethodTime.Phase result() {
      return new MethodTime.Phase(phase.name(), phase.updates(), median(millis));
    }
  }

  private static double median(List<Double> values) {
    return UpdateBenchmark.median(values.stream().mapToDouble(value -> value).toArray());
  }
}

package org.spotrl.cli.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.spotrl.api.data.Dataset;
import org.spotrl.api.learning.Learner;
import org.spotrl.api.learning.LearningTask;
import org.spotrl.api.learning.TrainingPhase;
import org.spotrl.api.policy.TaskShape;
import org.spotrl.baselines.cloning.CloningRegularizer;
import org.spotrl.experiments.measure.ProcessClock;
import org.spotrl.experiments.measure.ProcessTime;
import org.spotrl.tensorflow.actorcritic.ActorCritic;
import org.spotrl.tensorflow.actorcritic.ActorCriticConfig;
import org.spotrl.tensorflow.actorcritic.ActorCriticConfigBuilder;
import org.spotrl.tensorflow.density.cvae.Cvae;
import org.spotrl.tensorflow.density.cvae.CvaeConfig;
import org.spotrl.tensorflow.regularizer.DensityRegularizer;
import org.spotrl.tensorflow.regularizer.DensityRegularizerConfig;

/**
 * Times the updates of learners on random data, and the bare matrix products of an update.
 *
 * <p>Windows of the task and of the products alternate, so that changes of the machine's speed
 * affect both.
 */
public final class UpdateBenchmark {

  private static final int ROWS = 200_000;
  private static final int WARM_UP_UPDATES = 100;
  private static final double MOST_PAIRS = 1e6;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;

  private static final ProcessClock CLOCK = ProcessClock.system();

  private UpdateBenchmark() {}

  /**
   * Times every task.
   *
   * @param progress gets a line for each step
   * @return one result for each task, in their order
   */
  public static List<BenchmarkResult> run(BenchmarkOptions options, Consumer<String> progress) {
    Dataset data = MadeData.of(options, ROWS);
    List<BenchmarkResult> results = new ArrayList<>();
    for (BenchmarkTask task : options.tasks()) {
      progress.accept("%s: building the graph".formatted(task.label()));
      TaskShape shape = new TaskShape(options.observationDim(), options.actionDim(), 1);
      LearningTask learning = new LearningTask(shape, data, 0, options.intraOpThreads());
      try (Learner learner = new ActorCritic(config(options, task)).create(learning);
          ProductGraph products =
              new ProductGraph(UpdateProducts.of(options, task), options.intraOpThreads())) {
        results.add(time(options, task, phase(learner, task), products, progress));
      }
    }
    return results;
  }

  private static BenchmarkResult time(
      BenchmarkOptions options,
      BenchmarkTask task,
      TrainingPhase phase,
      ProductGraph products,
      Consumer<String> progress) {
    IntConsumer train = phase::train;
    IntConsumer multiply =
        updates -> {
          for (int i = 0; i < updates; i += products.updates()) {
            products.run();
          }
        };
    int trainCount = warmUp(train, options.windowSeconds());
    int multiplyCount = warmUp(multiply, options.windowSeconds());
    double[] perSecond = new double[options.windows()];
    double[] cpu = new double[options.windows()];
    double[] productCpu = new double[options.windows()];
    for (int i = 0; i < options.windows(); i++) {
      ProcessTime trained = time(train, trainCount);
      ProcessTime multiplied = time(multiply, multiplyCount);
      perSecond[i] = trainCount * NANOS_PER_SECOND / trained.wallNanos();
      cpu[i] = trained.cpuNanos() / NANOS_PER_MILLI / trainCount;
      productCpu[i] = multiplied.cpuNanos() / NANOS_PER_MILLI / multiplyCount;
      progress.accept(
          String.format(
              Locale.ROOT,
              "%s: window %d of %d, %.1f updates/s, %.3f ms CPU per update, products alone %.3f ms",
              task.label(),
              i + 1,
              options.windows(),
              perSecond[i],
              cpu[i],
              productCpu[i]));
    }
    return new BenchmarkResult(
        task,
        median(perSecond),
        median(cpu),
        median(productCpu),
        (long) trainCount * options.windows());
  }

  /** Warms up and returns an even number of updates that fills a window. */
  private static int warmUp(IntConsumer updates, double windowSeconds) {
    updates.accept(WARM_UP_UPDATES);
    ProcessTime reading = time(updates, WARM_UP_UPDATES);
    // The CPU clock may be too coarse for short work.
    long nanos = reading.cpuNanos() > 0 ? reading.cpuNanos() : reading.wallNanos();
    double pairs = windowSeconds * NANOS_PER_SECOND / nanos * WARM_UP_UPDATES / 2;
    return 2 * (int) Math.ceil(Math.min(pairs, MOST_PAIRS));
  }

  private static ProcessTime time(IntConsumer updates, int count) {
    ProcessTime start = CLOCK.now();
    updates.accept(count);
    return CLOCK.now().minus(start);
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static TrainingPhase phase(Learner learner, BenchmarkTask task) {
    String name = task == BenchmarkTask.VAE ? "density" : "policy";
    return learner.phases().stream()
        .filter(phase -> phase.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static ActorCriticConfig config(BenchmarkOptions options, BenchmarkTask task) {
    // With random data, Q may diverge; updates take the same time.
    ActorCriticConfigBuilder td3 =
        ActorCriticConfig.DEFAULTS.toBuilder()
            .updates(Long.MAX_VALUE)
            .batchSize(options.batchSize())
            .divergenceLimit(0);
    if (task == BenchmarkTask.TD3BC) {
      return td3.regularizer(CloningRegularizer.TYPE.withDefaults()).build();
    }
    CvaeConfig cvae =
        CvaeConfig.builder().updates(Long.MAX_VALUE).batchSize(options.batchSize()).build();
    return td3.actorDropout(options.actorDropout())
        .regularizer(
            DensityRegularizer.TYPE.with(
                new DensityRegularizerConfig(
                    DensityRegularizerConfig.DEFAULTS.lambda(),
                    DensityRegularizerConfig.DEFAULTS.unit(),
                    Cvae.TYPE.with(cvae))))
        .build();
  }
}

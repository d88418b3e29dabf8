package org.spotrl.cli.benchmark;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.spotrl.api.error.SpotInputException;

/**
 * Options of the benchmark; see {@link #HALFCHEETAH} and {@link #ANTMAZE}.
 *
 * @param tasks the tasks in their order
 * @param observationDim S
 * @param actionDim A
 * @param batchSize transitions in an update
 * @param actorDropout dropout rate of SPOT's actor; TD3+BC has none
 * @param windows timed windows of each task; the result is the median
 * @param windowSeconds minimum CPU time of a window; the clock's resolution is 0.01 s, so use at
 *     least 1
 * @param intraOpThreads threads for one operation
 */
@RecordBuilder
public record BenchmarkOptions(
    List<BenchmarkTask> tasks,
    int observationDim,
    int actionDim,
    int batchSize,
    double actorDropout,
    int windows,
    double windowSeconds,
    int intraOpThreads) {

  /** Sizes of HalfCheetah, with the dropout that SPOT uses on the Gym tasks. */
  public static final BenchmarkOptions HALFCHEETAH =
      new BenchmarkOptions(List.of(BenchmarkTask.values()), 17, 6, 256, 0.1, 5, 1.5, 1);

  /** Sizes of AntMaze, where SPOT uses no dropout. */
  public static final BenchmarkOptions ANTMAZE =
      new BenchmarkOptions(List.of(BenchmarkTask.values()), 29, 8, 256, 0, 5, 1.5, 1);

  /**
   * Checks the options and copies the tasks.
   *
   * @throws SpotInputException if there are no tasks or a number is out of range
   */
  public BenchmarkOptions {
    tasks = List.copyOf(tasks);
    if (tasks.isEmpty()) {
      throw new SpotInputException(
          "no benchmark task is given; there are " + List.of(BenchmarkTask.values()));
    }
    requirePositive("observation_dim", observationDim);
    requirePositive("action_dim", actionDim);
    requirePositive("batch_size", batchSize);
    requirePositive("windows", windows);
    requirePositive("window_seconds", windowSeconds);
    requirePositive("intra_op_threads", intraOpThreads);
    if (!(actorDropout >= 0 && actorDropout < 1)) {
      throw new SpotInputException(
          "actor_dropout is %s; it must be at least 0 and below 1".formatted(actorDropout));
    }
  }

  private static void requirePositive(String name, Number value) {
    if (!(value.doubleValue() > 0)) {
      throw new SpotInputException("%s is %s; it must be above 0".formatted(name, value));
    }
  }

  /** A builder that starts from {@link #HALFCHEETAH}. */
  public static BenchmarkOptionsBuilder builder() {
    return BenchmarkOptionsBuilder.builder(HALFCHEETAH);
  }
}

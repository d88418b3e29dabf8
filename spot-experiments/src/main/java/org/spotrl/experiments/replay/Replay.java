package org.spotrl.experiments.replay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoublePredicate;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.spotrl.api.env.EnvironmentSpec;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.progress.ProgressListener;
import org.spotrl.api.random.RandomSequence;
import org.spotrl.api.random.RandomStream;
import org.spotrl.data.format.RecordedStates;
import org.spotrl.experiments.run.ParallelWork;
import org.spotrl.experiments.run.StopSignal;
import org.spotrl.mujoco.MujocoSuite;
import org.spotrl.mujoco.env.MujocoEnvironment;
import org.spotrl.mujoco.maze.AntMazeEnvironment;

/**
 * Checks whether a data file fits the simulator: sets the recorded state of each row, takes the
 * recorded action, and compares the next state, the reward and the terminal flag with the file's.
 */
public final class Replay {

  private static final int WORST = 10;
  private static final int REPORT_EVERY = 500;

  /** Checks of the rounding in all: a file that does not fit would need one for every row. */
  private static final int ROUNDING_CHECKS = 2000;

  /** A few trials do not find the largest spread. */
  private static final double SPREADS = 2;

  private final MujocoSuite suite;
  private final String environmentId;
  private final RecordedStates states;
  private final ReplayOptions options;

  /** A replay of a file in an environment. */
  public Replay(
      MujocoSuite suite, String environmentId, RecordedStates states, ReplayOptions options) {
    this.suite = suite;
    this.environmentId = environmentId;
    this.states = states;
    this.options = options;
  }

  /**
   * Replays the rows on all cores.
   *
   * @throws SpotInputException if the columns do not have the environment's sizes; the message has
   *     all that do not
   * @throws org.spotrl.api.error.SpotStoppedException if it is stopped
   */
  public ReplayReport run(ProgressListener progress, StopSignal stop) {
    RecordedSteps steps;
    boolean needsStepBefore;
    boolean hasGoal;
    try (MujocoEnvironment environment = suite.create(environmentId)) {
      requireSizes(environment);
      steps = RecordedSteps.of(states, environment, options.tolerance());
      needsStepBefore = environment.rewardNeedsStepBefore();
      hasGoal = new RowReplay(environment, steps, options).hasGoal();
    }
    int[] rows = Arrays.stream(rows()).filter(steps::hasStart).toArray();
    Map<Quantity, double[]> sizes = new EnumMap<>(Quantity.class);
    for (Quantity quantity : Quantity.values()) {
      double[] unknown = new double[rows.length];
      Arrays.fill(unknown, Double.NaN);
      sizes.put(quantity, unknown);
    }
    pass(
        "replaying",
        rows.length,
        progress,
        stop,
        environment -> {
          RowReplay replay = new RowReplay(environment, steps, options);
          return i ->
              replay
                  .compare(rows[i])
                  .forEach(d -> sizes.getOrDefault(d.quantity(), new double[0])[i] = d.size());
        });
    List<String> notes = new ArrayList<>();
    if (steps.after()) {
      notes.add(
          "the file has the state after each action, as D4RL's AntMaze files; each row starts from"
              + " the row before");
    }
    chooseRewards(sizes, notes);
    if (!hasGoal) {
      notes.add(
          (options.fileGoals()
                  ? "rewards and terminals are not compared: the file has no infos/goal"
                  : "rewards and terminals are not compared: D4RL computed them for another goal"
                      + " than infos/goal")
              + "; give their goal: --goal X,Y");
    }
    if (needsStepBefore) {
      long unknown = count(sizes.getOrDefault(Quantity.REWARD, new double[0]), Double::isNaN);
      if (unknown > 0) {
        notes.add(
            String.format(
                Locale.ROOT,
                "rewards of %,d rows are not compared: Ant's reward needs the step before, which is"
                    + " not the row before",
                unknown));
      }
    }
    int[] misfits =
        IntStream.range(0, rows.length)
            .filter(i -> largest(sizes, i) > options.tolerance())
            .toArray();
    boolean[] rounding = rounding(rows, misfits, sizes, steps, progress, stop);
    int[] counted = Arrays.stream(misfits).filter(i -> !rounding[i]).toArray();
    if (counted.length < misfits.length) {
      notes.add(
          String.format(
              Locale.ROOT,
              "%,d rows differ but are not counted: another rounding of their state to float32 leads"
                  + " elsewhere",
              misfits.length - counted.length));
    }
    return new ReplayReport(
        rows.length, counted.length, sorted(sizes), worst(rows, counted, sizes, steps), notes);
  }

  private void requireSizes(MujocoEnvironment environment) {
    EnvironmentSpec spec = environment.specification();
    List<String> problems = new ArrayList<>();
    require(
        "observations", states.steps().shape().observationDim(), spec.observationDim(), problems);
    require("actions", states.steps().shape().actionDim(), spec.actionDim(), problems);
    require("infos/qpos", states.positions(), environment.positions(), problems);
    require("infos/qvel", states.velocities(), environment.velocities(), problems);
    if (environment instanceof AntMazeEnvironment && states.goals().length > 0) {
      require("infos/goal", states.goals().length / states.rows(), 2, problems);
    }
    if (!problems.isEmpty()) {
      throw new SpotInputException(
          "'%s' does not fit %s: %s. Name the environment of the data with --env (known: %s)"
              .formatted(
                  states.steps().path(),
                  environmentId,
                  String.join("; ", problems),
                  String.join(", ", suite.ids())));
    }
  }

  private static void require(String column, int found, int needed, List<String> problems) {
    if (found != needed) {
      problems.add("%s has rows of %d numbers, not %d".formatted(column, found, needed));
    }
  }

  /** All rows, or a sample without repetition in increasing order (Knuth's algorithm S). */
  private int[] rows() {
    int total = states.rows();
    if (options.rows() == 0 || options.rows() >= total) {
      return IntStream.range(0, total).toArray();
    }
    RandomSequence random = RandomStream.of(options.seed(), "replay-rows").at(0);
    int[] chosen = new int[options.rows()];
    int count = 0;
    for (int row = 0; count < chosen.length; row++) {
      if (random.nextDouble() * (total - row) < chosen.length - count) {
        chosen[count++] = row;
      }
    }
    return chosen;
  }

  /** Work on one item, in an environment of its thread. */
  private interface Work {
    IntConsumer in(MujocoEnvironment environment);
  }

  private void pass(
      String activity, int count, ProgressListener progress, StopSignal stop, Work work) {
    AtomicInteger next = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    ParallelWork.run(
        "a replay",
        Math.max(1, Math.min(ParallelWork.threads(0), count)),
        stop,
        () -> {
          try (MujocoEnvironment environment = suite.create(environmentId)) {
            IntConsumer item = work.in(environment);
            for (int i = next.getAndIncrement();
                i < count && !Thread.currentThread().isInterrupted();
                i = next.getAndIncrement()) {
              item.accept(i);
              int finished = done.incrementAndGet();
              if (finished % REPORT_EVERY == 0 || finished == count) {
                progress.report(activity, finished, count, Map.of());
              }
            }
          }
        });
  }

  /** Keeps the rewards of the step, or those of the state if the file's fit these better. */
  private void chooseRewards(Map<Quantity, double[]> sizes, List<String> notes) {
    double[] step = sizes.getOrDefault(Quantity.REWARD, new double[0]);
    double[] state = sizes.getOrDefault(Quantity.STATE_REWARD, new double[0]);
    boolean hasState = count(state, size -> !Double.isNaN(size)) > 0;
    boolean ofState = hasState && misfits(state) < misfits(step);
    sizes.remove(ofState ? Quantity.REWARD : Quantity.STATE_REWARD);
    if (ofState) {
      notes.add("rewards are those of the row's own observation, as in D4RL's Maze2D files");
    }
  }

  private long misfits(double... sizes) {
    return count(sizes, size -> size > options.tolerance());
  }

  private static long count(double[] sizes, DoublePredicate counted) {
    return Arrays.stream(sizes).filter(counted).count();
  }

  private static double largest(Map<Quantity, double[]> sizes, int i) {
    return sizes.values().stream()
        .mapToDouble(each -> each[i])
        .filter(size -> !Double.isNaN(size))
        .max()
        .orElse(0);
  }

  /** For each row, true if its difference may come from the rounding of its state. */
  private boolean[] rounding(
      int[] rows,
      int[] misfits,
      Map<Quantity, double[]> sizes,
      RecordedSteps steps,
      ProgressListener progress,
      StopSignal stop) {
    boolean[] rounding = new boolean[rows.length];
    RandomStream random = RandomStream.of(options.seed(), "replay-rounding");
    int checked = Math.min(misfits.length, ROUNDING_CHECKS);
    if (checked > 0) {
      pass(
          "rounding",
          checked,
          progress,
          stop,
          environment -> {
            RowReplay replay = new RowReplay(environment, steps, options);
            return k -> {
              int i = misfits[k];
              rounding[i] =
                  largest(sizes, i) <= SPREADS * replay.roundingSpread(rows[i], random.at(rows[i]));
            };
          });
    }
    return rounding;
  }

  private static Map<Quantity, double[]> sorted(Map<Quantity, double[]> sizes) {
    Map<Quantity, double[]> sorted = new EnumMap<>(Quantity.class);
    sizes.forEach(
        (quantity, each) ->
            sorted.put(
                quantity,
                Arrays.stream(each).filter(size -> !Double.isNaN(size)).sorted().toArray()));
    sorted.values().removeIf(each -> each.length == 0);
    return sorted;
  }

  /** Simulates the worst rows once more, for their numbers. */
  private List<Difference> worst(
      int[] rows, int[] misfits, Map<Quantity, double[]> sizes, RecordedSteps steps) {
    try (MujocoEnvironment environment = suite.create(environmentId)) {
      RowReplay replay = new RowReplay(environment, steps, options);
      return Arrays.stream(misfits)
          .boxed()
          .sorted(Comparator.comparingDouble(i -> -largest(sizes, i)))
          .limit(WORST)
          .map(
              i ->
                  replay.compare(rows[i]).stream()
                      .filter(difference -> sizes.containsKey(difference.quantity()))
                      .max(Comparator.comparingDouble(Difference::size))
                      .orElseThrow())
          .toList();
    }
  }
}

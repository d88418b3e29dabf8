package org.spotrl.api.data;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Selects the trajectories for training. An extension point for {@link
 * org.spotrl.api.component.ComponentType}.
 */
@FunctionalInterface
public interface TrajectoryFilter {

  /** Keeps all trajectories. */
  TrajectoryFilter ALL = trajectories -> trajectories;

  /** Returns the kept trajectories, at least one, in time order. */
  Trajectories apply(Trajectories trajectories);

  /** The unit in which a fraction of the data is counted. */
  enum Count {
    /** Trajectories, as CORL's 10 % BC: the best n * fraction, rounded down. */
    TRAJECTORIES,
    /**
     * Steps, as the authors of Decision Transformer: the best trajectories that together have fewer
     * than T * fraction steps.
     */
    STEPS
  }

  /**
   * Keeps the trajectories with the highest returns, at least one. An unfinished last trajectory
   * has no complete return and is dropped, unless it is the only one. Sources: CORL,
   * any_percent_bc.py; Decision Transformer, gym/experiment.py.
   *
   * @param fraction of the finished trajectories or of their steps, in (0, 1]
   * @param discount discount factor of the returns; 1 for undiscounted returns
   */
  static TrajectoryFilter best(double fraction, double discount, Count count) {
    return data -> {
      int finished = data.finishedCount();
      double[] returns =
          IntStream.range(0, finished)
              .mapToDouble(k -> data.discountedReturn(k, discount))
              .toArray();
      int[] bestFirst =
          IntStream.range(0, finished)
              .boxed()
              .sorted(Comparator.comparingDouble(k -> -returns[k]))
              .mapToInt(k -> k)
              .toArray();
      int kept =
          count == Count.STEPS
              ? fewerSteps(data, bestFirst, fraction)
              : (int) (fraction * finished);
      return data.select(IntStream.of(bestFirst).limit(Math.max(1, kept)).sorted().toArray());
    };
  }

  /** How many trajectories together have fewer steps than this fraction of all steps. */
  private static int fewerSteps(Trajectories data, int[] bestFirst, double fraction) {
    int limit = (int) (fraction * data.end(bestFirst.length - 1));
    int kept = 0;
    int steps = 0;
    while (kept < bestFirst.length && steps + data.length(bestFirst[kept]) < limit) {
      steps += data.length(bestFirst[kept]);
      kept++;
    }
    return kept;
  }
}

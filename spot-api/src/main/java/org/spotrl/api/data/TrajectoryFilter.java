package org.spotrl.api.data;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Chooses the trajectories that training sees. An extension point for {@link
 * org.spotrl.api.component.ComponentType}.
 */
@FunctionalInterface
public interface TrajectoryFilter {

  /** Keeps all trajectories. */
  TrajectoryFilter ALL = trajectories -> trajectories;

  /** The trajectories that are kept, at least one, in time order. */
  Trajectories apply(Trajectories trajectories);

  /** What a fraction of the data is a fraction of. */
  enum Count {
    /** Trajectories, as CORL counts for 10 % BC: the best n * fraction, rounded down. */
    TRAJECTORIES,
    /**
     * Steps, as the authors of Decision Transformer count: the best trajectories as long as they
     * have fewer than T * fraction steps together.
     */
    STEPS
  }

  /**
   * Keeps the trajectories with the greatest returns, at least one. An unfinished last trajectory
   * has no return to compare and is left out, unless there is no other. Sources: CORL,
   * any_percent_bc.py; Decision Transformer, gym/experiment.py.
   *
   * @param fraction of the finished trajectories or of their steps, in (0, 1]
   * @param discount weight of the second reward of a trajectory; 1 for its plain return
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

  /** How many of the trajectories have fewer steps together than this fraction of all have. */
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

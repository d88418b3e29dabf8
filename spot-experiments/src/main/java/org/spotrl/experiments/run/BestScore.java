package org.spotrl.experiments.run;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.spotrl.experiments.measure.Measured;

/** The best normalised score of a run's evaluations so far. */
final class BestScore implements Measured {

  private static final String SCORE = "best.normalized_score";
  private static final String UPDATES = "best.updates";

  private double score = Double.NEGATIVE_INFINITY;
  private long updates;

  /**
   * Records a score.
   *
   * @param after updates of the policy
   * @return true if it is better than all earlier scores; false for an equal score and for NaN
   */
  boolean improvedBy(double newScore, long after) {
    if (!(newScore > score) || Double.isInfinite(newScore)) {
      return false;
    }
    score = newScore;
    updates = after;
    return true;
  }

  /** The best score; empty before the first one. */
  OptionalDouble score() {
    return Double.isInfinite(score) ? OptionalDouble.empty() : OptionalDouble.of(score);
  }

  /** Updates of the policy with the best score; empty before the first one. */
  OptionalLong updates() {
    return Double.isInfinite(score) ? OptionalLong.empty() : OptionalLong.of(updates);
  }

  @Override
  public Map<String, Double> measures() {
    return Double.isInfinite(score) ? Map.of() : Map.of(SCORE, score, UPDATES, (double) updates);
  }

  @Override
  public void resumeFrom(Map<String, Double> measures) {
    if (measures.containsKey(SCORE) && measures.containsKey(UPDATES)) {
      score = measures.get(SCORE);
      updates = measures.get(UPDATES).longValue();
    }
  }
}

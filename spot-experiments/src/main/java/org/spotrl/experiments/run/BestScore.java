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
   * Takes a score into account.
   *
   * @param after the policy's updates by then
   * @return true if it is better than all before; an equal one is not, nor is one that is no number
   */
  boolean improvedBy(double newScore, long after) {
    if (!(newScore > score) || Double.isInfinite(newScore)) {
      return false;
    }
    score = newScore;
    updates = after;
    return true;
  }

  /** The score itself; nothing before the first one. */
  OptionalDouble score() {
    return Double.isInfinite(score) ? OptionalDouble.empty() : OptionalDouble.of(score);
  }

  /** Updates of the policy that had it; nothing before the first score. */
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

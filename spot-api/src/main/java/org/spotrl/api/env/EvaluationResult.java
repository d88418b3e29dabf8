package org.spotrl.api.env;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spotrl.api.statistics.RunningStatistics;

/**
 * The result of evaluating a policy over several episodes.
 *
 * @param returns undiscounted return of each episode, in order
 * @param lengths steps of each episode
 * @param seconds wall time of the evaluation
 * @param referenceScores reference returns of the normalised score
 * @param rollouts observations of the first episodes; empty if nobody asked for them
 */
public record EvaluationResult(
    List<Double> returns,
    List<Integer> lengths,
    double seconds,
    ReferenceScores referenceScores,
    Optional<Rollouts> rollouts) {

  /** A result without observations. */
  public EvaluationResult(
      List<Double> returns,
      List<Integer> lengths,
      double seconds,
      ReferenceScores referenceScores) {
    this(returns, lengths, seconds, referenceScores, Optional.empty());
  }

  /** Copies the lists. */
  public EvaluationResult {
    returns = List.copyOf(returns);
    lengths = List.copyOf(lengths);
  }

  /** Mean return over episodes. */
  public double meanReturn() {
    return statistics().mean();
  }

  /** Standard deviation of the return over episodes. */
  public double stdReturn() {
    return statistics().std();
  }

  /** D4RL's normalised score of the mean return: 0 for a random policy, 100 for an expert. */
  public double normalizedScore() {
    return referenceScores.normalized(meanReturn());
  }

  /** Mean episode length in steps. */
  public double meanLength() {
    return lengths.stream().mapToInt(Integer::intValue).average().orElse(Double.NaN);
  }

  /** The numbers that are compared, under {@code eval/}. */
  public Map<String, Double> metrics() {
    return Map.of(
        "eval/normalized_score", normalizedScore(),
        "eval/return_mean", meanReturn(),
        "eval/return_std", stdReturn());
  }

  private RunningStatistics statistics() {
    RunningStatistics statistics = new RunningStatistics();
    returns.forEach(statistics::add);
    return statistics;
  }
}

package org.spotrl.api.env;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.spotrl.api.data.RunningStatistics;

/**
 * The result of evaluating a policy over several episodes.
 *
 * @param returns undiscounted return of each episode, in order
 * @param lengths steps of each episode
 * @param seconds wall time of the evaluation
 * @param referenceScores reference returns of the normalised score
 */
public record EvaluationResult(
    List<Double> returns, List<Integer> lengths, double seconds, ReferenceScores referenceScores) {

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

  /** Steps of all episodes. */
  public long steps() {
    return lengths.stream().mapToLong(Integer::longValue).sum();
  }

  /** The numbers that are tracked, under {@code eval/} and {@code time/}. */
  public Map<String, Double> metrics() {
    Map<String, Double> metrics = new TreeMap<>();
    RunningStatistics statistics = statistics();
    metrics.put("eval/return_mean", statistics.mean());
    metrics.put("eval/return_std", statistics.std());
    metrics.put("eval/return_min", statistics.min());
    metrics.put("eval/return_max", statistics.max());
    metrics.put("eval/normalized_score", normalizedScore());
    metrics.put("eval/episode_length_mean", meanLength());
    metrics.put("time/evaluation_seconds", seconds);
    metrics.put("time/evaluation_steps_per_second", steps() / seconds);
    return metrics;
  }

  private RunningStatistics statistics() {
    RunningStatistics statistics = new RunningStatistics();
    returns.forEach(statistics::add);
    return statistics;
  }
}

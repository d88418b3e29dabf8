package org.spotrl.api.data;

import org.spotrl.api.statistics.RunningStatistics;

/**
 * Summary statistics of a data set.
 *
 * @param transitions N
 * @param episodes finished episodes: rows with a terminal or a timeout
 * @param terminalEpisodes episodes that ended with a terminal
 * @param meanReturn mean undiscounted return of the finished episodes; NaN if there are none
 * @param stdReturn its standard deviation over episodes
 * @param minReturn minimum return
 * @param maxReturn maximum return
 * @param meanLength mean length of the finished episodes
 * @param meanReward mean reward over all transitions
 * @param minReward minimum reward
 * @param maxReward maximum reward
 * @param maxAbsoluteAction maximum |a| over all dimensions
 */
public record DatasetStatistics(
    int transitions,
    int episodes,
    int terminalEpisodes,
    double meanReturn,
    double stdReturn,
    double minReturn,
    double maxReturn,
    double meanLength,
    double meanReward,
    double minReward,
    double maxReward,
    double maxAbsoluteAction) {

  /** Computes the statistics in one pass over rewards, flags and actions. */
  public static DatasetStatistics of(Dataset dataset) {
    RunningStatistics returns = new RunningStatistics();
    RunningStatistics lengths = new RunningStatistics();
    RunningStatistics rewards = new RunningStatistics();
    int terminal = 0;
    double maxAction = 0;
    float[] action = new float[dataset.actionDim()];
    double episodeReturn = 0;
    int episodeLength = 0;
    for (int i = 0; i < dataset.size(); i++) {
      float reward = dataset.reward(i);
      rewards.add(reward);
      dataset.copyAction(i, action, 0);
      for (float a : action) {
        maxAction = Math.max(maxAction, Math.abs(a));
      }
      episodeReturn += reward;
      episodeLength++;
      if (dataset.terminal(i) || dataset.timeout(i)) {
        terminal += dataset.terminal(i) ? 1 : 0;
        returns.add(episodeReturn);
        lengths.add(episodeLength);
        episodeReturn = 0;
        episodeLength = 0;
      }
    }
    return new DatasetStatistics(
        dataset.size(),
        returns.count(),
        terminal,
        returns.mean(),
        returns.std(),
        returns.min(),
        returns.max(),
        lengths.mean(),
        rewards.mean(),
        rewards.min(),
        rewards.max(),
        maxAction);
  }
}

package org.spotrl.api.learning;

import org.spotrl.api.data.Dataset;
import org.spotrl.api.policy.TaskShape;

/**
 * The task that an algorithm learns: dimensions, data, seed and threads.
 *
 * @param shape dimensions of observations and actions
 * @param data transitions with normalised observations and transformed rewards; empty for a learner
 *     that only acts or restores a state
 * @param seed every random draw derives from it
 * @param intraOpThreads threads for one matrix product; 1 keeps runs bit-exact and is the fastest
 *     per core
 */
public record LearningTask(TaskShape shape, Dataset data, long seed, int intraOpThreads) {

  /**
   * Checks that the data has the dimensions of the shape.
   *
   * @throws IllegalArgumentException if it has others
   */
  public LearningTask {
    if (data.observationDim() != shape.observationDim() || data.actionDim() != shape.actionDim()) {
      throw new IllegalArgumentException(
          "data set '%s' has observations of %d and actions of %d numbers, but the task has %d and %d"
              .formatted(
                  data.name(),
                  data.observationDim(),
                  data.actionDim(),
                  shape.observationDim(),
                  shape.actionDim()));
    }
  }
}

package org.spotrl.api.learning;

import org.spotrl.api.data.Dataset;
import org.spotrl.api.policy.TaskShape;

/**
 * What an algorithm gets to work with.
 *
 * @param shape what the policy takes and gives
 * @param data transitions, already normalised and with transformed rewards; may be empty, where a
 *     learner only acts or restores a state
 * @param seed all randomness of the run is a function of it
 * @param intraOpThreads threads for one matrix product; 1 keeps runs bit-exact and is the fastest
 *     per core
 */
public record LearningTask(TaskShape shape, Dataset data, long seed, int intraOpThreads) {

  /**
   * Checks that the data fits the shape.
   *
   * @throws IllegalArgumentException if it does not
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

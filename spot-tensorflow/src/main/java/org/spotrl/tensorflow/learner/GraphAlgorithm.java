package org.spotrl.tensorflow.learner;

import org.spotrl.api.learning.Algorithm;
import org.spotrl.api.learning.Learner;
import org.spotrl.api.learning.LearningTask;

/** An algorithm that writes its updates as programs of a graph. */
public interface GraphAlgorithm extends Algorithm {

  /** Creates the networks and writes the programs in the context's graph. */
  LearnerDefinition define(LearningContext context);

  @Override
  default Learner create(LearningTask task) {
    return GraphLearner.create(this, task);
  }
}

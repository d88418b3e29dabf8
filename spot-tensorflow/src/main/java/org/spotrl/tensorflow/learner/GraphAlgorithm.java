package org.spotrl.tensorflow.learner;

import org.spotrl.api.learning.Algorithm;
import org.spotrl.api.learning.Learner;
import org.spotrl.api.learning.LearningTask;

/** An algorithm that is a graph: it writes its programs, and the learner runs them. */
public interface GraphAlgorithm extends Algorithm {

  /** Writes networks and programs into the context's graph. */
  LearnerDefinition define(LearningContext context);

  @Override
  default Learner create(LearningTask task) {
    return GraphLearner.create(this, task);
  }
}

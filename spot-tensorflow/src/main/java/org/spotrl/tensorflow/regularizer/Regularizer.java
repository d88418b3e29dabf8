package org.spotrl.tensorflow.regularizer;

import org.spotrl.tensorflow.learner.LearningContext;

/**
 * A configured regulariser that keeps the policy near the data. An extension point for {@link
 * org.spotrl.api.component.ComponentType}.
 */
@FunctionalInterface
public interface Regularizer {

  /** Creates the regulariser's parameters in the context's graph. */
  GraphRegularizer define(LearningContext context);
}

package org.spotrl.tensorflow.regularizer;

import org.spotrl.tensorflow.learner.LearningContext;

/**
 * A configured way of keeping a policy near the data. An extension point for {@link
 * org.spotrl.api.component.ComponentType}.
 */
@FunctionalInterface
public interface Regularizer {

  /** Makes what it needs in the context's graph. */
  GraphRegularizer define(LearningContext context);
}

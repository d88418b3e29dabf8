package org.spotrl.tensorflow.regularizer;

import org.spotrl.tensorflow.learner.LearningContext;

/**
 * A configured way of keeping a policy near the data. A role for {@link
 * org.spotrl.api.component.ComponentType}.
 */
@FunctionalInterface
public interface PolicyRegularizer {

  /** Makes what it needs in the context's graph. */
  ActorRegularization define(LearningContext context);
}

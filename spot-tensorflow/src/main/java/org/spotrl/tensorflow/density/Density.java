package org.spotrl.tensorflow.density;

import org.spotrl.tensorflow.learner.LearningContext;

/**
 * A configured model of the behaviour density. An extension point for {@link
 * org.spotrl.api.component.ComponentType}.
 */
@FunctionalInterface
public interface Density {

  /** Makes its parameters in the context's graph. */
  GraphDensity define(LearningContext context);
}

package org.spotrl.tensorflow.density;

import org.spotrl.tensorflow.learner.LearningContext;

/**
 * A configured kind of behaviour density. A role for {@link
 * org.spotrl.api.component.ComponentType}.
 */
@FunctionalInterface
public interface DensityModel {

  /** Makes its parameters in the context's graph. */
  DensityNetwork define(LearningContext context);
}

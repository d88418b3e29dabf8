package org.spotrl.tensorflow.density;

import org.spotrl.tensorflow.learner.GraphAlgorithm;
import org.spotrl.tensorflow.learner.LearnerDefinition;
import org.spotrl.tensorflow.learner.LearningContext;

/**
 * A configured behaviour density model. An extension point for {@link
 * org.spotrl.api.component.ComponentType}.
 */
@FunctionalInterface
public interface Density {

  /** Creates the model's parameters in the context's graph. */
  GraphDensity define(LearningContext context);

  /** The algorithm that trains this density alone, without a policy. */
  default GraphAlgorithm alone() {
    return context -> {
      GraphDensity density = define(context);
      return LearnerDefinition.ofDensity(
          density.writeTraining(context), density.writeLogDensity(context));
    };
  }
}

package org.spotrl.api.learning;

/**
 * A configured offline-RL method. An extension point for {@link
 * org.spotrl.api.component.ComponentType}.
 */
@FunctionalInterface
public interface Algorithm {

  /** A fresh learner for this task. */
  Learner create(LearningTask task);
}

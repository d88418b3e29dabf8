package org.spotrl.tensorflow.learner;

import java.util.Map;

/**
 * One way of doing an update, for example that of the critic alone.
 *
 * @param milestone what is run, a name given to {@link
 *     org.spotrl.tensorflow.graph.GraphBuilder#milestone}
 * @param metrics observables to report, by the metric's full name, for example {@code
 *     train/critic_loss} to {@code critic_loss}
 */
public record UpdateKind(String milestone, Map<String, String> metrics) {

  /** A kind with an unmodifiable copy of the metrics. */
  public UpdateKind {
    metrics = Map.copyOf(metrics);
  }
}

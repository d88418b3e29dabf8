package org.spotrl.tensorflow.learner;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.spotrl.tensorflow.graph.CompiledGraph;

/** A function that a graph answers for, some rows at a time. */
final class ProbedPairs {

  private final CompiledGraph graph;
  private final PairProbe probe;

  ProbedPairs(CompiledGraph graph, PairProbe probe) {
    this.graph = graph;
    this.probe = probe;
  }

  /** Values {@code [B]} for observations {@code [B, S]} and actions {@code [B, A]}. */
  double[] of(float[] observations, float[] actions) {
    int observationDim = width(probe.observations());
    int actionDim = width(probe.actions());
    int count = observations.length / observationDim;
    if (observations.length != count * observationDim || actions.length != count * actionDim) {
      throw new IllegalArgumentException(
          "%d numbers are not rows of %d, or %d not as many rows of %d"
              .formatted(observations.length, observationDim, actions.length, actionDim));
    }
    double[] result = new double[count];
    for (int row = 0; row < count; row += probe.rows()) {
      look(part(observations, row, observationDim), actions, row, result);
    }
    return result;
  }

  /** Values {@code [N]} for one observation {@code [S]} and actions {@code [N, A]}. */
  double[] at(float[] observation, float[] actions) {
    int actionDim = width(probe.actions());
    double[] result = new double[actions.length / actionDim];
    for (int row = 0; row < result.length; row += probe.rows()) {
      look(observation, actions, row, result);
    }
    return result;
  }

  private void look(float[] observations, float[] actions, int row, double[] result) {
    Map<String, float[]> feeds =
        Map.of(
            probe.observations(),
            observations,
            probe.actions(),
            part(actions, row, width(probe.actions())));
    float[] values =
        Objects.requireNonNull(graph.look(feeds, List.of(probe.value())).get(probe.value()));
    for (int i = 0; i < probe.rows() && row + i < result.length; i++) {
      result[row + i] = values[i];
    }
  }

  private int width(String feed) {
    return Math.toIntExact(graph.feedShape(feed)[1]);
  }

  /** The next rows; those past the end stay zero and are not looked at. */
  private float[] part(float[] all, int row, int width) {
    float[] part = new float[probe.rows() * width];
    System.arraycopy(all, row * width, part, 0, Math.min(part.length, all.length - row * width));
    return part;
  }
}

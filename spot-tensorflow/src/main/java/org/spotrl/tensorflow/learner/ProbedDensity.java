package org.spotrl.tensorflow.learner;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.spotrl.api.density.BehaviorDensity;
import org.spotrl.tensorflow.graph.CompiledGraph;

/** A behaviour density that a graph answers for, some rows at a time. */
final class ProbedDensity implements BehaviorDensity {

  private final CompiledGraph graph;
  private final DensityProbe probe;

  ProbedDensity(CompiledGraph graph, DensityProbe probe) {
    this.graph = graph;
    this.probe = probe;
  }

  @Override
  public double[] logDensity(float[] observations, float[] actions) {
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
      Map<String, float[]> feeds =
          Map.of(
              probe.observations(), part(observations, row, observationDim),
              probe.actions(), part(actions, row, actionDim));
      float[] values =
          Objects.requireNonNull(
              graph.look(feeds, List.of(probe.logDensity())).get(probe.logDensity()));
      for (int i = 0; i < probe.rows() && row + i < count; i++) {
        result[row + i] = values[i];
      }
    }
    return result;
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

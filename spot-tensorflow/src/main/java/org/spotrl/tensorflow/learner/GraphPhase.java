package org.spotrl.tensorflow.learner;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.learning.TrainingPhase;
import org.spotrl.tensorflow.graph.CompiledGraph;

/** One phase at work: picks the kind of each update, and looks at the metrics of the last ones. */
final class GraphPhase implements TrainingPhase {

  private final CompiledGraph graph;
  private final PhaseDefinition definition;

  GraphPhase(CompiledGraph graph, PhaseDefinition definition) {
    this.graph = graph;
    this.definition = definition;
  }

  @Override
  public String name() {
    return definition.name();
  }

  @Override
  public long updates() {
    return definition.updates();
  }

  @Override
  public long completed() {
    return graph.readCounter(definition.name() + "/step");
  }

  @Override
  public boolean trainsPolicy() {
    return definition.trainsPolicy();
  }

  @Override
  public Map<String, Double> train(int count) {
    long done = completed();
    if (count < 0 || count > updates() - done) {
      throw new IllegalArgumentException(
          "phase %s has %d of %d updates to do, not %d"
              .formatted(name(), updates() - done, updates(), count));
    }
    Map<String, Long> lastOfKind = new HashMap<>();
    for (long n = done + 1; n <= done + count; n++) {
      lastOfKind.put(definition.kindOf().apply(n).milestone(), n);
    }
    Set<Long> measured = Set.copyOf(lastOfKind.values());
    Map<String, Double> metrics = new TreeMap<>();
    for (long n = done + 1; n <= done + count; n++) {
      UpdateKind kind = definition.kindOf().apply(n);
      if (measured.contains(n)) {
        metrics.putAll(runAndMeasure(kind, n));
      } else {
        graph.run(kind.milestone());
      }
    }
    return metrics;
  }

  private Map<String, Double> runAndMeasure(UpdateKind kind, long update) {
    Map<String, float[]> values = graph.run(kind.milestone(), Map.of(), kind.metrics().values());
    Map<String, Double> metrics = new HashMap<>();
    kind.metrics()
        .forEach(
            (metric, name) ->
                metrics.put(metric, scalar(name, values.getOrDefault(name, new float[0]))));
    new TreeMap<>(metrics).forEach((metric, value) -> check(metric, value, update));
    return metrics;
  }

  private static double scalar(String name, float[] values) {
    if (values.length != 1) {
      throw new IllegalStateException(
          "the metric '%s' has %d elements, not one".formatted(name, values.length));
    }
    return values[0];
  }

  private void check(String metric, double value, long update) {
    double limit = definition.limits().getOrDefault(metric, Double.POSITIVE_INFINITY);
    if (!Double.isFinite(value)) {
      throw new SpotRunException(
          "training diverged: %s is %s at update %d of phase %s; try a smaller learning rate or a stronger regulariser"
              .formatted(metric, value, update, name()));
    }
    if (value > limit) {
      throw new SpotRunException(
          "training diverged: %s is %.6g at update %d of phase %s, above the limit of %.6g; try a stronger regulariser, or raise the limit (0 switches it off)"
              .formatted(metric, value, update, name(), limit));
    }
  }
}

package org.spotrl.tensorflow.learner;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.error.SpotDivergenceException;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.host.Sha256;
import org.spotrl.api.learning.PhaseResult;
import org.spotrl.api.learning.TrainingPhase;
import org.spotrl.tensorflow.graph.CompiledGraph;
import org.spotrl.tensorflow.graph.TrainOp;

/**
 * Runs one phase: selects the train op of each update and fetches the metrics of the last update.
 */
final class GraphPhase implements TrainingPhase {

  private final CompiledGraph graph;
  private final PhaseDefinition definition;
  private final boolean empty;

  /**
   * A phase of a graph.
   *
   * @param empty true if there are no transitions to train on
   */
  GraphPhase(CompiledGraph graph, PhaseDefinition definition, boolean empty) {
    this.graph = graph;
    this.definition = definition;
    this.empty = empty;
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
          "phase %s has %d of %d updates left, not %d"
              .formatted(name(), updates() - done, updates(), count));
    }
    if (empty && count > 0) {
      throw new SpotInputException(
          "phase '%s' cannot train: the data set has no transitions".formatted(name()));
    }
    Map<String, Long> lastOfOp = new HashMap<>();
    for (long n = done + 1; n <= done + count; n++) {
      lastOfOp.put(definition.trainOpOf().apply(n).name(), n);
    }
    Set<Long> measured = Set.copyOf(lastOfOp.values());
    Map<String, Double> metrics = new TreeMap<>();
    for (long n = done + 1; n <= done + count; n++) {
      TrainOp op = definition.trainOpOf().apply(n);
      if (measured.contains(n)) {
        metrics.putAll(runAndMeasure(op, n));
      } else {
        graph.run(op);
      }
    }
    return metrics;
  }

  @Override
  public Optional<PhaseResult> result() {
    return definition.reusable() ? Optional.of(new Result()) : Optional.empty();
  }

  /** What the phase leaves behind; all its updates are of one train op. */
  private final class Result implements PhaseResult {

    private final TrainOp op = definition.trainOpOf().apply(1);

    @Override
    public String key() {
      if (completed() > 0) {
        throw new IllegalStateException("phase %s has begun".formatted(name()));
      }
      return Sha256.of("%d updates of %s".formatted(updates(), graph.digest(op)));
    }

    @Override
    public StateDict state() {
      return graph.state(graph.stateOf(op)::contains);
    }

    @Override
    public StateDict learnt() {
      return graph.state(needed()::contains);
    }

    @Override
    public void restore(StateDict state) {
      graph.restore(state, state().tensors().keySet(), needed());
    }

    private Set<String> needed() {
      Set<String> names = new TreeSet<>(graph.stateOfOthers(op));
      names.retainAll(state().tensors().keySet());
      names.add(name() + "/step");
      return names;
    }
  }

  private Map<String, Double> runAndMeasure(TrainOp op, long update) {
    Map<String, float[]> values = graph.run(op, Map.of(), op.metrics().values());
    Map<String, Double> metrics = new TreeMap<>();
    op.metrics()
        .forEach(
            (metric, fetch) ->
                metrics.put(metric, (double) Objects.requireNonNull(values.get(fetch))[0]));
    SpotDivergenceException.requireFinite(
        metrics, "at update %d of phase %s".formatted(update, name()));
    metrics.forEach((metric, value) -> requireWithinLimit(metric, value, update));
    return metrics;
  }

  private void requireWithinLimit(String metric, double value, long update) {
    double limit = definition.limits().getOrDefault(metric, Double.POSITIVE_INFINITY);
    if (value > limit) {
      throw new SpotDivergenceException(
          "training diverged: %s is %.6g at update %d of phase %s, above the limit of %.6g"
              .formatted(metric, value, update, name(), limit));
    }
  }
}

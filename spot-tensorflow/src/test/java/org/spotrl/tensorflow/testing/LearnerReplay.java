package org.spotrl.tensorflow.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.policy.TaskShape;
import org.spotrl.tensorflow.density.Density;
import org.spotrl.tensorflow.graph.CompiledGraph;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.graph.SessionSettings;
import org.spotrl.tensorflow.input.RecordedInputs;
import org.spotrl.tensorflow.learner.ActingProgram;
import org.spotrl.tensorflow.learner.GraphAlgorithm;
import org.spotrl.tensorflow.learner.LearnerDefinition;
import org.spotrl.tensorflow.learner.LearningContext;
import org.spotrl.tensorflow.learner.PhaseDefinition;
import org.spotrl.tensorflow.learner.PolicyDefinition;
import org.spotrl.tensorflow.network.Mlp;

/**
 * The training graph with recorded batches and random draws instead of sampled ones: replays the
 * recording of another implementation.
 */
public final class LearnerReplay implements AutoCloseable {

  private final CompiledGraph graph;
  private final Map<String, PhaseDefinition> phases = new TreeMap<>();

  private LearnerReplay(CompiledGraph graph, List<PhaseDefinition> phases) {
    this.graph = graph;
    phases.forEach(phase -> this.phases.put(phase.name(), phase));
  }

  /** The learner of an algorithm. */
  public static LearnerReplay of(GraphAlgorithm algorithm, TaskShape shape) {
    try (GraphBuilder builder = new GraphBuilder()) {
      LearnerDefinition definition = algorithm.define(context(builder, shape));
      return new LearnerReplay(builder.compile(SessionSettings.SINGLE_THREAD), definition.phases());
    }
  }

  /** The training of a density model alone. */
  public static LearnerReplay ofDensity(Density model, TaskShape shape) {
    GraphAlgorithm training =
        context -> {
          List<PhaseDefinition> phases = model.define(context).writeTraining(context);
          return LearnerDefinition.of(phases, PolicyDefinition.mlp(new Mlp(List.of())));
        };
    return of(training, shape);
  }

  private static LearningContext context(GraphBuilder builder, TaskShape shape) {
    RecordedInputs inputs = new RecordedInputs(shape.observationDim(), shape.actionDim());
    return LearningContext.of(builder, inputs, 0, shape);
  }

  /** Sets parameters by name; the others keep their initial values. */
  public void assign(Map<String, float[]> parameters) {
    graph.assign(parameters);
  }

  /**
   * Runs the next update of a phase; the phase's counter selects the train op.
   *
   * @param batch columns by name: observations, actions, ...
   * @param draws random draws by name
   * @param fetches short names of the values to fetch
   * @return the fetched values, row by row
   */
  public Map<String, float[]> update(
      String phase,
      Map<String, float[]> batch,
      Map<String, float[]> draws,
      Iterable<String> fetches) {
    PhaseDefinition definition = phases.get(phase);
    if (definition == null) {
      throw new IllegalArgumentException("no phase '" + phase + "' in " + phases.keySet());
    }
    Map<String, float[]> feeds = new HashMap<>();
    batch.forEach((name, values) -> feeds.put(phase + "/batch/" + name, values));
    draws.forEach((name, values) -> feeds.put(phase + "/" + name, values));
    List<String> names = new ArrayList<>();
    fetches.forEach(name -> names.add(phase + "/" + name));
    long update = graph.readCounter(phase + "/step") + 1;
    Map<String, float[]> result = new TreeMap<>();
    graph
        .run(definition.trainOpOf().apply(update), feeds, names)
        .forEach((name, values) -> result.put(name.substring(phase.length() + 1), values));
    return result;
  }

  /** The current action of the acting program for these draws. */
  public double[] act(double[] observation, float[] draws) {
    return ActingProgram.act(graph, observation, draws);
  }

  /** A value of a program that changes nothing, row by row. */
  public float[] evaluate(Map<String, float[]> feeds, String fetch) {
    return Objects.requireNonNull(graph.evaluate(feeds, List.of(fetch)).get(fetch));
  }

  /** The current value of a parameter. */
  public float[] parameter(String name) {
    return graph.read(name);
  }

  /** The current state for a checkpoint. */
  public StateDict state() {
    return graph.state();
  }

  /** Restores the state of a checkpoint. */
  public void restore(StateDict state) {
    graph.restore(state);
  }

  @Override
  public void close() {
    graph.close();
  }
}

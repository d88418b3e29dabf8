package org.spotrl.tensorflow.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.tensorflow.density.DensityModel;
import org.spotrl.tensorflow.graph.CompiledGraph;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.graph.SessionSettings;
import org.spotrl.tensorflow.input.RecordedInputs;
import org.spotrl.tensorflow.learner.GraphAlgorithm;
import org.spotrl.tensorflow.learner.LearnerDefinition;
import org.spotrl.tensorflow.learner.LearningContext;
import org.spotrl.tensorflow.learner.PhaseDefinition;
import org.spotrl.tensorflow.network.Initialization;
import org.spotrl.tensorflow.network.Mlp;

/**
 * The graph that trains, with batches and random draws fed in place of sampled ones: replays what
 * another implementation has recorded.
 */
public final class LearnerReplay implements AutoCloseable {

  private final CompiledGraph graph;
  private final Map<String, PhaseDefinition> phases = new TreeMap<>();

  private LearnerReplay(CompiledGraph graph, List<PhaseDefinition> phases) {
    this.graph = graph;
    phases.forEach(phase -> this.phases.put(phase.name(), phase));
  }

  /** The learner of an algorithm. */
  public static LearnerReplay of(
      GraphAlgorithm algorithm, int observationDim, int actionDim, double maxAction) {
    try (GraphBuilder builder = new GraphBuilder()) {
      LearnerDefinition definition =
          algorithm.define(context(builder, observationDim, actionDim, maxAction));
      return new LearnerReplay(builder.compile(SessionSettings.SINGLE_THREAD), definition.phases());
    }
  }

  /** The training of a density model alone. */
  public static LearnerReplay ofDensity(
      DensityModel model, int observationDim, int actionDim, double maxAction) {
    GraphAlgorithm training =
        context -> {
          List<PhaseDefinition> phases = model.define(context).writeTraining(context);
          return new LearnerDefinition(
              phases, new Mlp(List.of()), Optional.empty(), Optional.empty());
        };
    return of(training, observationDim, actionDim, maxAction);
  }

  private static LearningContext context(
      GraphBuilder builder, int observationDim, int actionDim, double maxAction) {
    return new LearningContext(
        builder,
        new RecordedInputs(observationDim, actionDim),
        Initialization.of(0),
        observationDim,
        actionDim,
        maxAction);
  }

  /** Sets parameters by name; the others keep their initial values. */
  public void assign(Map<String, float[]> parameters) {
    graph.assign(parameters);
  }

  /**
   * Does the next update of a phase: which kind of update it is follows from the phase's counter.
   *
   * @param batch columns by name: observations, actions, ...
   * @param draws by name
   * @param observables short names of what to fetch
   * @return their elements, row by row
   */
  public Map<String, float[]> update(
      String phase,
      Map<String, float[]> batch,
      Map<String, float[]> draws,
      Iterable<String> observables) {
    PhaseDefinition definition = phases.get(phase);
    if (definition == null) {
      throw new IllegalArgumentException("no phase '" + phase + "' in " + phases.keySet());
    }
    Map<String, float[]> feeds = new HashMap<>();
    batch.forEach((name, values) -> feeds.put(phase + "/batch/" + name, values));
    draws.forEach((name, values) -> feeds.put(phase + "/" + name, values));
    List<String> names = new ArrayList<>();
    observables.forEach(name -> names.add(phase + "/" + name));
    long update = graph.readCounter(phase + "/step") + 1;
    Map<String, float[]> result = new TreeMap<>();
    graph
        .run(definition.kindOf().apply(update).milestone(), feeds, names)
        .forEach((name, values) -> result.put(name.substring(phase.length() + 1), values));
    return result;
  }

  /** The value of a parameter now. */
  public float[] parameter(String name) {
    return graph.read(name);
  }

  /** Everything that a checkpoint would hold now. */
  public StateDict state() {
    return graph.state();
  }

  /** Sets everything that a checkpoint holds. */
  public void restore(StateDict state) {
    graph.restore(state);
  }

  @Override
  public void close() {
    graph.close();
  }
}

package org.spotrl.tensorflow.learner;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.density.BehaviorDensity;
import org.spotrl.api.learning.ActionValue;
import org.spotrl.api.learning.Learner;
import org.spotrl.api.learning.LearningTask;
import org.spotrl.api.learning.TrainingPhase;
import org.spotrl.api.policy.MlpPolicy;
import org.spotrl.tensorflow.graph.CompiledGraph;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.graph.SessionSettings;
import org.spotrl.tensorflow.input.SampledInputs;
import org.spotrl.tensorflow.network.Initialization;
import org.spotrl.tensorflow.network.Linear;

/** Runs the phases that a {@link GraphAlgorithm} has written. */
public final class GraphLearner implements Learner {

  private final CompiledGraph graph;
  private final LearnerDefinition definition;
  private final double maxAction;
  private final List<TrainingPhase> phases;

  private GraphLearner(CompiledGraph graph, LearnerDefinition definition, double maxAction) {
    this.graph = graph;
    this.definition = definition;
    this.maxAction = maxAction;
    List<TrainingPhase> all = new ArrayList<>();
    definition.phases().forEach(phase -> all.add(new GraphPhase(graph, phase)));
    this.phases = List.copyOf(all);
  }

  /** A learner with fresh weights, all of whose chance is a function of the task's seed. */
  static GraphLearner create(GraphAlgorithm algorithm, LearningTask task) {
    try (GraphBuilder builder = new GraphBuilder()) {
      LearningContext context =
          new LearningContext(
              builder,
              new SampledInputs(builder, task.dataset(), task.seed()),
              Initialization.of(task.seed()),
              task.dataset().observationDim(),
              task.dataset().actionDim(),
              task.maxAction());
      LearnerDefinition definition = algorithm.define(context);
      CompiledGraph graph = builder.compile(new SessionSettings(task.intraOpThreads()));
      return new GraphLearner(graph, definition, task.maxAction());
    }
  }

  @Override
  public List<TrainingPhase> phases() {
    return phases;
  }

  @Override
  public MlpPolicy policy() {
    List<MlpPolicy.Layer> layers = new ArrayList<>();
    for (Linear layer : definition.policy().layers()) {
      float[] bias = graph.read(layer.bias().name());
      layers.add(new MlpPolicy.Layer(rows(graph.read(layer.kernel().name()), bias.length), bias));
    }
    return new MlpPolicy(layers, maxAction);
  }

  private static float[][] rows(float[] kernel, int width) {
    float[][] rows = new float[kernel.length / width][width];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(kernel, i * width, rows[i], 0, width);
    }
    return rows;
  }

  @Override
  public Optional<BehaviorDensity> behaviorDensity() {
    return definition.density().map(probe -> new ProbedDensity(graph, probe));
  }

  @Override
  public Optional<ActionValue> actionValue() {
    return definition.actionValue().map(probe -> new ProbedPairs(graph, probe)::of);
  }

  @Override
  public StateDict state() {
    return graph.state();
  }

  @Override
  public void restore(StateDict state) {
    graph.restore(state);
  }

  @Override
  public void close() {
    graph.close();
  }
}

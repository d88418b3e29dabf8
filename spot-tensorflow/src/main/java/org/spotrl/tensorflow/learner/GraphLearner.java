package org.spotrl.tensorflow.learner;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.learning.LearnedModels;
import org.spotrl.api.learning.Learner;
import org.spotrl.api.learning.LearningTask;
import org.spotrl.api.learning.TrainingPhase;
import org.spotrl.api.policy.Policy;
import org.spotrl.api.policy.PolicySnapshot;
import org.spotrl.api.policy.TaskShape;
import org.spotrl.tensorflow.graph.CompiledGraph;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.graph.SessionSettings;
import org.spotrl.tensorflow.graph.Variable;
import org.spotrl.tensorflow.input.SampledInputs;
import org.spotrl.tensorflow.network.Network;

/** Runs the training phases of a {@link GraphAlgorithm}. */
public final class GraphLearner implements Learner {

  private final CompiledGraph graph;
  private final LearnerDefinition definition;
  private final TaskShape shape;
  private final List<TrainingPhase> phases;

  private GraphLearner(CompiledGraph graph, LearnerDefinition definition, LearningTask task) {
    this.graph = graph;
    this.definition = definition;
    this.shape = task.shape();
    boolean empty = task.data().size() == 0;
    this.phases =
        definition.phases().stream()
            .map(phase -> (TrainingPhase) new GraphPhase(graph, phase, empty))
            .toList();
  }

  /** A learner with initial weights; every random draw derives from the task's seed. */
  static GraphLearner create(GraphAlgorithm algorithm, LearningTask task) {
    try (GraphBuilder builder = new GraphBuilder()) {
      SampledInputs inputs = new SampledInputs(builder, task.data(), task.seed());
      LearnerDefinition definition =
          algorithm.define(LearningContext.of(builder, inputs, task.seed(), task.shape()));
      CompiledGraph graph = builder.compile(new SessionSettings(task.intraOpThreads()));
      return new GraphLearner(graph, definition, task);
    }
  }

  @Override
  public List<TrainingPhase> phases() {
    return phases;
  }

  @Override
  public Policy policy() {
    return definition
        .policy()
        .flatMap(PolicyDefinition::program)
        .map(program -> program.in(graph))
        .orElseGet(Learner.super::policy);
  }

  @Override
  public boolean hasPolicy() {
    return definition.policy().isPresent();
  }

  @Override
  public PolicySnapshot snapshot() {
    PolicyDefinition policy =
        definition.policy().orElseThrow(() -> new IllegalStateException("there is no policy"));
    Set<String> stored =
        Network.of(policy.networks()).parameters().stream()
            .map(Variable::name)
            .collect(Collectors.toSet());
    return new PolicySnapshot(
        policy.format(), shape, policy.settings(), graph.state(stored::contains));
  }

  @Override
  public LearnedModels models() {
    return new LearnedModels(
        definition.density().map(density -> density.in(graph)),
        definition.q().map(q -> (s, a) -> q.evaluate(graph, s, a)),
        definition.v().map(v -> s -> v.evaluate(graph, s, new float[0])));
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
  public String program() {
    return graph.digest();
  }

  @Override
  public void close() {
    graph.close();
  }
}

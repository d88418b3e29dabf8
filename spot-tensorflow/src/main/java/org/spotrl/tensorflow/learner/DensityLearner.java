package org.spotrl.tensorflow.learner;

import java.util.List;
import java.util.function.Function;
import org.spotrl.api.density.BehaviorDensity;
import org.spotrl.api.learning.LearningTask;
import org.spotrl.api.learning.TrainingPhase;
import org.spotrl.tensorflow.graph.CompiledGraph;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.graph.SessionSettings;
import org.spotrl.tensorflow.input.SampledInputs;

/**
 * Trains a behaviour density alone, without a policy. Not thread-safe; holds native memory until
 * closed.
 */
public final class DensityLearner implements AutoCloseable {

  private final CompiledGraph graph;
  private final List<TrainingPhase> phases;
  private final BehaviorDensity density;

  private DensityLearner(CompiledGraph graph, Definition definition, boolean empty) {
    this.graph = graph;
    this.phases =
        definition.phases().stream()
            .map(phase -> (TrainingPhase) new GraphPhase(graph, phase, empty))
            .toList();
    this.density = definition.density().in(graph);
  }

  /**
   * A density in a graph.
   *
   * @param phases training phases in order; may be empty
   * @param density log density by the current weights
   */
  public record Definition(List<PhaseDefinition> phases, LogDensity density) {

    /** Copies the phases. */
    public Definition {
      phases = List.copyOf(phases);
    }
  }

  /** A learner with initial weights; every random draw derives from the task's seed. */
  public static DensityLearner create(
      Function<LearningContext, Definition> density, LearningTask task) {
    try (GraphBuilder builder = new GraphBuilder()) {
      SampledInputs inputs = new SampledInputs(builder, task.data(), task.seed());
      Definition definition =
          density.apply(LearningContext.of(builder, inputs, task.seed(), task.shape()));
      CompiledGraph graph = builder.compile(new SessionSettings(task.intraOpThreads()));
      return new DensityLearner(graph, definition, task.data().size() == 0);
    }
  }

  /** The training phases, in order. */
  public List<TrainingPhase> phases() {
    return phases;
  }

  /** The density by its current weights; usable until the learner is closed. */
  public BehaviorDensity density() {
    return density;
  }

  @Override
  public void close() {
    graph.close();
  }
}

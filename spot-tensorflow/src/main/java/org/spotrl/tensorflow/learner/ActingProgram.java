package org.spotrl.tensorflow.learner;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BinaryOperator;
import org.spotrl.api.policy.Policy;
import org.spotrl.tensorflow.graph.CompiledGraph;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.GraphBuilder;

/** A program of the graph by which a learner acts while it trains. */
@FunctionalInterface
public interface ActingProgram {

  /** Name of the program. */
  String PROGRAM = "act";

  /** The policy by the weights that the graph has when it acts. */
  Policy in(CompiledGraph graph);

  /**
   * Writes a program that chooses the action for an observation from standard normal draws. The
   * draws come from the actor's random sequence, so a stored policy that draws in the same order
   * takes the same actions.
   *
   * @param drawRows M, rows of the draws
   * @param drawWidth L, columns of the draws
   * @param function computes the action {@code [A]} from an observation {@code [1, S]} and draws
   *     {@code [M, L]}
   */
  static ActingProgram write(
      LearningContext context, int drawRows, int drawWidth, BinaryOperator<Expr> function) {
    GraphBuilder graph = context.graph();
    graph.beginAnalysis(PROGRAM);
    Expr observation = graph.placeholder("observation", 1, context.shape().observationDim());
    Expr draws = graph.placeholder("draws", drawRows, drawWidth);
    function.apply(observation, draws).requireShape(context.shape().actionDim()).named("action");
    return compiled -> policy(compiled, drawRows * drawWidth);
  }

  private static Policy policy(CompiledGraph graph, int draws) {
    return random ->
        observation -> {
          float[] normal = new float[draws];
          for (int i = 0; i < draws; i++) {
            normal[i] = (float) random.nextGaussian();
          }
          return act(graph, observation, normal);
        };
  }

  /** The action for an observation and draws, row by row. */
  static double[] act(CompiledGraph graph, double[] observation, float[] draws) {
    float[] state = new float[observation.length];
    for (int d = 0; d < state.length; d++) {
      state[d] = (float) observation[d];
    }
    String fetch = PROGRAM + "/action";
    Map<String, float[]> feeds = Map.of(PROGRAM + "/observation", state, PROGRAM + "/draws", draws);
    float[] chosen = Objects.requireNonNull(graph.evaluate(feeds, List.of(fetch)).get(fetch));
    double[] action = new double[chosen.length];
    for (int d = 0; d < action.length; d++) {
      action[d] = chosen[d];
    }
    return action;
  }
}

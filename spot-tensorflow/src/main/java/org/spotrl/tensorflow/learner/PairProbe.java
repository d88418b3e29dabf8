package org.spotrl.tensorflow.learner;

import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.GraphBuilder;

/**
 * Where a graph answers for a function of given observations and actions: a program that changes
 * nothing.
 *
 * @param observations feed {@code [rows, S]}, or {@code [1, S]} for one observation and many
 *     actions
 * @param actions feed {@code [rows, A]}
 * @param value observable {@code [rows]}
 * @param rows values in one run
 */
public record PairProbe(String observations, String actions, String value, int rows) {

  /** Writes the program of this name that applies a function to fed pairs. */
  public static PairProbe write(
      LearningContext context, String program, int rows, PairFunction function) {
    return write(context, program, rows, rows, function);
  }

  /** The same for many actions at one observation, which the function gets as {@code [1, S]}. */
  public static PairProbe writeAtState(
      LearningContext context, String program, int rows, PairFunction function) {
    return write(context, program, 1, rows, function);
  }

  private static PairProbe write(
      LearningContext context, String program, int states, int rows, PairFunction function) {
    GraphBuilder graph = context.graph();
    graph.beginAnalysis(program);
    Expr observations = graph.placeholder("observations", states, context.observationDim());
    Expr actions = graph.placeholder("actions", rows, context.actionDim());
    Expr result = function.of(observations, actions).requireShape(rows);
    String value = graph.observe("value", result);
    return new PairProbe(program + "/observations", program + "/actions", value, rows);
  }

  /** A function of observations and actions in a graph. */
  @FunctionalInterface
  public interface PairFunction {

    /** {@code [B]} for observations {@code [B, S]} and actions {@code [B, A]}. */
    Expr of(Expr observations, Expr actions);
  }
}

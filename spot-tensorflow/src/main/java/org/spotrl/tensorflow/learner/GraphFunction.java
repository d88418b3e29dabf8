package org.spotrl.tensorflow.learner;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.spotrl.tensorflow.graph.CompiledGraph;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.GraphBuilder;

/**
 * A function of observations, and optionally actions, that a graph computes for a fixed number of
 * rows at a time. Its program does not change state.
 *
 * @param program name of the program
 * @param states observations per run: {@code rows}, or 1 for many actions at one observation
 * @param rows values per run
 * @param observationDim S
 * @param actionDim A; 0 for a function of observations alone
 */
public record GraphFunction(
    String program, int states, int rows, int observationDim, int actionDim) {

  /** Rows per run of a function that needs no memory beyond them. */
  private static final int ROWS = 256;

  /** Writes a function {@code [B]} of observations {@code [B, S]} and actions {@code [B, A]}. */
  public static GraphFunction ofPairs(
      LearningContext context, String program, BinaryOperator<Expr> function) {
    return ofPairs(context, program, ROWS, function);
  }

  /** The same with another number of rows per run. */
  public static GraphFunction ofPairs(
      LearningContext context, String program, int rows, BinaryOperator<Expr> function) {
    return write(context, program, rows, rows, function);
  }

  /** Writes a function of many actions {@code [B, A]} at one observation {@code [1, S]}. */
  public static GraphFunction atState(
      LearningContext context, String program, int rows, BinaryOperator<Expr> function) {
    return write(context, program, 1, rows, function);
  }

  /** Writes a function {@code [B]} of observations {@code [B, S]}. */
  public static GraphFunction ofObservations(
      LearningContext context, String program, UnaryOperator<Expr> function) {
    int s = context.shape().observationDim();
    context.graph().beginAnalysis(program);
    Expr observations = context.graph().placeholder("observations", ROWS, s);
    function.apply(observations).requireShape(ROWS).named("value");
    return new GraphFunction(program, ROWS, ROWS, s, 0);
  }

  private static GraphFunction write(
      LearningContext context,
      String program,
      int states,
      int rows,
      BinaryOperator<Expr> function) {
    int s = context.shape().observationDim();
    int a = context.shape().actionDim();
    GraphBuilder graph = context.graph();
    graph.beginAnalysis(program);
    Expr observations = graph.placeholder("observations", states, s);
    Expr actions = graph.placeholder("actions", rows, a);
    function.apply(observations, actions).requireShape(rows).named("value");
    return new GraphFunction(program, states, rows, s, a);
  }

  /**
   * Computes values {@code [N]} for observations {@code [N, S]}, or {@code [1, S]} for many actions
   * at one observation, and actions {@code [N, A]}.
   *
   * @throws IllegalArgumentException if an array is not made of complete rows, or the numbers of
   *     rows differ
   */
  double[] evaluate(CompiledGraph graph, float[] observations, float[] actions) {
    int count = states == rows ? observations.length / observationDim : actions.length / actionDim;
    int observed = states == rows ? count : 1;
    if (observations.length != observed * observationDim || actions.length != count * actionDim) {
      throw new IllegalArgumentException(
          "%d numbers are not rows of %d, or %d numbers are not the same number of rows of %d"
              .formatted(observations.length, observationDim, actions.length, actionDim));
    }
    double[] result = new double[count];
    String value = program + "/value";
    for (int row = 0; row < count; row += rows) {
      Map<String, float[]> feeds = new TreeMap<>();
      feeds.put(
          program + "/observations",
          states == rows ? part(observations, row, observationDim) : observations);
      if (actionDim > 0) {
        feeds.put(program + "/actions", part(actions, row, actionDim));
      }
      float[] values = Objects.requireNonNull(graph.evaluate(feeds, List.of(value)).get(value));
      for (int i = 0; i < rows && row + i < count; i++) {
        result[row + i] = values[i];
      }
    }
    return result;
  }

  /** Copies the next rows; rows past the end stay zero and are not used. */
  private float[] part(float[] all, int row, int width) {
    float[] part = new float[rows * width];
    System.arraycopy(all, row * width, part, 0, Math.min(part.length, all.length - row * width));
    return part;
  }
}

package org.spotrl.tensorflow.learner;

import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.GraphBuilder;

/**
 * Where a graph answers for the log density of given actions: a program that changes nothing.
 *
 * @param observations feed {@code [rows, S]}
 * @param actions feed {@code [rows, A]}
 * @param logDensity observable {@code [rows]}, in nats
 * @param rows pairs in one run
 */
public record DensityProbe(String observations, String actions, String logDensity, int rows) {

  /** Writes the program that applies a density to fed pairs. */
  public static DensityProbe write(LearningContext context, int rows, LogDensity density) {
    GraphBuilder graph = context.graph();
    graph.beginAnalysis("log_density");
    Expr observations = graph.placeholder("observations", rows, context.observationDim());
    Expr actions = graph.placeholder("actions", rows, context.actionDim());
    Expr result = density.of(observations, actions).requireShape(rows);
    String name = graph.observe("log_density", result);
    return new DensityProbe("log_density/observations", "log_density/actions", name, rows);
  }

  /** A log density in a graph. */
  @FunctionalInterface
  public interface LogDensity {

    /** {@code [B]}, in nats, for observations {@code [B, S]} and actions {@code [B, A]}. */
    Expr of(Expr observations, Expr actions);
  }
}

package org.spotrl.tensorflow.graph;

import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.spotrl.tensorflow.quiet.StandardErrorFilter;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;

/**
 * Runs the first graph of a process. On its first run TensorFlow prints two lines that no option,
 * not even {@code TF_CPP_MIN_LOG_LEVEL}, turns off: a pass for TPUs is not enabled, and logging is
 * not initialised. So the first graph is an empty one, and its two lines are removed.
 */
final class FirstRun {

  private static final Predicate<String> KNOWN =
      Pattern.compile(
              "WARNING: All log messages before absl::InitializeLog\\(\\) is called are written to STDERR"
                  + "|I\\d{4} .* mlir_graph_optimization_pass\\.cc:\\d+\\] MLIR V1 optimization pass is not enabled")
          .asMatchPredicate();

  private static boolean done;

  private FirstRun() {}

  /**
   * Runs the empty graph once in a process.
   *
   * @param settings settings of the next session; the first session determines some of TensorFlow's
   *     thread pools
   */
  static synchronized void quietly(SessionSettings settings) {
    if (done) {
      return;
    }
    done = true;
    try (Graph graph = new Graph()) {
      Ops.create(graph).withName("nothing").noOp();
      // The session is created first: its messages about the machine and its threads are shown.
      try (Session session = new Session(graph, settings.toProto())) {
        StandardErrorFilter.run(() -> session.runner().addTarget("nothing").run().close(), KNOWN);
      }
    }
  }
}

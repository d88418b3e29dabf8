package org.spotrl.tensorflow.graph;

import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.spotrl.tensorflow.quiet.StandardErrorFilter;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;

/**
 * The first graph that TensorFlow runs in a process. With it TensorFlow prints two lines that no
 * option, and no {@code TF_CPP_MIN_LOG_LEVEL}, turns off: that a pass for TPUs is not enabled, and
 * that logging is not set up. So that graph is one that does nothing, and the lines are left out.
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
   * Does the first run, unless there was one.
   *
   * @param settings of the session that follows: the first one decides for some of TensorFlow's
   *     thread pools
   */
  static synchronized void quietly(SessionSettings settings) {
    if (done) {
      return;
    }
    done = true;
    try (Graph graph = new Graph()) {
      Ops.create(graph).withName("nothing").noOp();
      // The session first: what it prints of the machine, and of threads it cannot start, is shown.
      try (Session session = new Session(graph, settings.toProto())) {
        StandardErrorFilter.run(() -> session.runner().addTarget("nothing").run().close(), KNOWN);
      }
    }
  }
}

package org.spotrl.baselines.oracle;

import org.spotrl.api.learning.Algorithm;
import org.spotrl.api.learning.Learner;
import org.spotrl.policy.BestOfSamplesPolicy;
import org.spotrl.tensorflow.testing.LearnerReplay;
import tools.jackson.databind.JsonNode;

/** The recorded action of a policy that chooses among samples. */
final class SelectedAction {

  private SelectedAction() {}

  /** Compares what the graph and what the stored policy select, if the file records it. */
  static void compare(
      OracleFile file,
      String noise,
      Algorithm algorithm,
      LearnerReplay replayed,
      Comparison comparison) {
    if (!file.has("select_action")) {
      return;
    }
    JsonNode recorded = file.json().get("select_action");
    double[] observation = OracleFile.numbers(recorded.path("observation"));
    float[] draws = OracleFile.toFloats(OracleFile.numbers(recorded.path("noise").path(noise)));
    double[] golden = OracleFile.numbers(recorded.path("expected").path("action"));
    comparison.near(
        "action selected by the graph",
        golden,
        OracleFile.toFloats(replayed.act(observation, draws)));
    try (Learner learner = algorithm.create(file.config().task())) {
      learner.restore(replayed.state());
      if (learner.snapshot().policy() instanceof BestOfSamplesPolicy stored) {
        comparison.near(
            "action selected by the stored policy",
            golden,
            OracleFile.toFloats(stored.act(observation, draws)));
      } else {
        comparison.fail("the stored policy does not choose among samples");
      }
    }
  }
}

package org.spotrl.baselines.oracle;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.spotrl.tensorflow.graph.CompiledGraph;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.graph.SessionSettings;
import org.spotrl.tensorflow.regularizer.LambdaSchedule;
import tools.jackson.databind.JsonNode;

/** Replays the values of SPOT's lambda in fine-tuning. */
final class LambdaScheduleReplay implements Replay {

  @Override
  public void run(OracleFile file, Comparison comparison) {
    OracleConfig config = file.config();
    double end = config.number("lambda_end");
    int updates = config.complete(() -> config.integer("schedule_steps"));
    for (JsonNode value : file.json().path("values")) {
      LambdaSchedule schedule =
          new LambdaSchedule(value.path("lambda_base").doubleValue(), end, updates);
      long update = value.path("total_it").longValue();
      double lambda = value.path("lambda").doubleValue();
      // Half a unit in the last place of float32.
      comparison.within(
          "lambda of %s at update %d".formatted(schedule.lambda(), update),
          new double[] {lambda},
          at(schedule, update),
          lambda * Math.pow(2, -24));
    }
  }

  private static float[] at(LambdaSchedule schedule, long update) {
    try (GraphBuilder graph = new GraphBuilder()) {
      graph.beginAnalysis("p");
      schedule.at(graph, graph.tf().constant(update)).named("lambda");
      try (CompiledGraph compiled = graph.compile(SessionSettings.SINGLE_THREAD)) {
        return Objects.requireNonNull(
            compiled.evaluate(Map.of(), List.of("p/lambda")).get("p/lambda"));
      }
    }
  }
}

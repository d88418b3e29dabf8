package org.spotrl.baselines.oracle;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.spotrl.baselines.dt.DecisionTransformer;
import org.spotrl.baselines.dt.DecisionTransformerConfig;
import org.spotrl.baselines.dt.DecisionTransformerConfig.Form;
import org.spotrl.tensorflow.testing.LearnerReplay;
import tools.jackson.databind.JsonNode;

/** The Decision Transformer, in its authors' form and in CORL's. */
final class DecisionTransformerReplay implements Replay {

  private static final Map<String, String> OUR_NAMES =
      Map.of(
          "loss", "actor_loss",
          "gradient_norm_before_clip", "actor_gradient_norm",
          "learning_rate", "actor_learning_rate");

  @Override
  public void run(OracleFile file, Comparison comparison) {
    OracleConfig config = file.config();
    DecisionTransformerConfig dt = config.complete(() -> dt(config));
    try (LearnerReplay learner =
        LearnerReplay.of(new DecisionTransformer(dt), config.shapeOrUnitActions())) {
      new UpdateReplay(file, learner, comparison)
          .names((phase, name) -> OUR_NAMES.getOrDefault(name, name))
          // Predictions at masked positions have no meaning; the loss leaves them out.
          .ignoring("policy/action_predictions"::equals)
          .parameterTolerance(1e-4)
          .run();
    }
    try (LearnerReplay untrained =
        LearnerReplay.of(new DecisionTransformer(dt), file.config().shapeOrUnitActions())) {
      untrained.assign(OracleFile.floats(file.json().path("initial")));
      compareForward(file, dt, untrained, comparison);
    }
  }

  /** The recorded predictions of the initial parameters, without dropout, at the real steps. */
  private static void compareForward(
      OracleFile file, DecisionTransformerConfig dt, LearnerReplay learner, Comparison comparison) {
    JsonNode recorded = file.json().path("evaluation_forward");
    for (int row = 0; row < recorded.path("batch").path("mask").size(); row++) {
      Map<String, float[]> feeds = new TreeMap<>();
      for (Map.Entry<String, JsonNode> column : recorded.path("batch").properties()) {
        feeds.put(
            "act/" + column.getKey(),
            OracleFile.toFloats(OracleFile.numbers(column.getValue().get(row))));
      }
      float[] predicted = learner.evaluate(feeds, "act/action_predictions");
      double[] golden = OracleFile.numbers(recorded.path("action_predictions").get(row));
      int a = golden.length / dt.context();
      float[] mask = Objects.requireNonNull(feeds.get("act/mask"));
      for (int step = 0; step < dt.context(); step++) {
        if (mask[step] == 1) {
          comparison.near(
              "prediction at step %d of row %d".formatted(step, row),
              Arrays.copyOfRange(golden, step * a, (step + 1) * a),
              Arrays.copyOfRange(predicted, step * a, (step + 1) * a));
        }
      }
    }
  }

  private static DecisionTransformerConfig dt(OracleConfig config) {
    config.ignoreShape();
    config.requireWord("optimizer", "AdamW");
    config.requireValue("layer_norm_epsilon", 1e-5);
    boolean corl = config.text("activation").startsWith("gelu");
    int embedding = config.integer("embedding");
    config.requireValue("mlp_width", 4.0 * embedding);
    return new DecisionTransformerConfig(
        corl ? Form.CORL : Form.AUTHORS,
        config.integer("updates"),
        config.integer("batch_size"),
        config.integer("context"),
        embedding,
        config.integer("layers"),
        config.integer("heads"),
        config.number("dropout"),
        config.integer("max_episode_length"),
        1,
        1,
        config.number("learning_rate"),
        config.number("weight_decay"),
        config.integer("warmup_steps"),
        config.number("gradient_clip"));
  }
}

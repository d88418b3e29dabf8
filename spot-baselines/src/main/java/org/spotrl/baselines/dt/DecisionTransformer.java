package org.spotrl.baselines.dt;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.learning.Algorithm;
import org.spotrl.api.learning.Learner;
import org.spotrl.api.learning.LearningTask;
import org.spotrl.api.policy.TaskShape;
import org.spotrl.baselines.dt.DecisionTransformerConfig.Form;
import org.spotrl.policy.DecisionTransformerFormat;
import org.spotrl.policy.ReturnConditionedPolicy;
import org.spotrl.tensorflow.graph.CompiledGraph;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.input.NoiseSource;
import org.spotrl.tensorflow.input.SequenceBatch;
import org.spotrl.tensorflow.learner.ActingProgram;
import org.spotrl.tensorflow.learner.GraphAlgorithm;
import org.spotrl.tensorflow.learner.LearnerDefinition;
import org.spotrl.tensorflow.learner.LearningContext;
import org.spotrl.tensorflow.learner.PhaseDefinition;
import org.spotrl.tensorflow.learner.PolicyDefinition;
import org.spotrl.tensorflow.optimizer.Adam;
import org.spotrl.tensorflow.optimizer.LearningRate;

/**
 * Decision Transformer (Chen et al. 2021): a sequence model that predicts the data's actions from
 * the return that followed them; it acts by asking for a high return. It learns no value.
 *
 * <p>Metrics: {@code train/actor_loss}, {@code train/actor_gradient_norm} before clipping, {@code
 * train/actor_learning_rate}.
 */
public final class DecisionTransformer implements GraphAlgorithm {

  /** The type named {@code dt}. */
  public static final ComponentType<DecisionTransformerConfig, Algorithm> TYPE =
      new ComponentType<>(
          Algorithm.class,
          "dt",
          "Decision Transformer (Chen et al. 2021).",
          DecisionTransformerConfig.DEFAULTS,
          DecisionTransformer::new);

  private static final String PREDICTIONS = "action_predictions";

  private final DecisionTransformerConfig config;

  /** A Decision Transformer with these settings. */
  public DecisionTransformer(DecisionTransformerConfig config) {
    this.config = config;
  }

  /**
   * {@inheritDoc}
   *
   * @throws SpotInputException if an episode of the data is longer than the setting allows
   */
  @Override
  public Learner create(LearningTask task) {
    Trajectories data = task.data().trajectories();
    for (int i = 0; i < data.finishedCount(); i++) {
      int steps = data.end(i) - data.start(i);
      if (steps > config.maxEpisodeSteps()) {
        throw new SpotInputException(
            "an episode of data set '%s' has %,d steps, more than max_episode_steps %,d of the Decision Transformer: raise that setting"
                .formatted(task.data().name(), steps, config.maxEpisodeSteps()));
      }
    }
    return GraphAlgorithm.super.create(task);
  }

  @Override
  public LearnerDefinition define(LearningContext context) {
    Transformer transformer = Transformer.create(config, context);
    PhaseDefinition phase = writePolicyPhase(context, transformer);
    Map<String, String> settings =
        Map.of(
            "context", Integer.toString(config.context()),
            "heads", Integer.toString(config.heads()),
            "activation", config.form() == Form.CORL ? "gelu" : "relu",
            "target_return", Double.toString(config.targetReturn()),
            "return_scale", Double.toString(config.returnScale()));
    PolicyDefinition policy =
        PolicyDefinition.of(new DecisionTransformerFormat(), settings, transformer)
            .actingBy(writeActing(context, transformer));
    return LearnerDefinition.of(List.of(phase), policy);
  }

  private PhaseDefinition writePolicyPhase(LearningContext context, Transformer transformer) {
    GraphBuilder graph = context.graph();
    LearningRate rate = LearningRate.warmUp(config.learningRate(), config.warmUpUpdates());
    Adam adam =
        new Adam(graph, "actor", transformer, rate)
            .weightDecay(config.weightDecay())
            .clipNorm(config.gradientClip());
    graph.beginProgram("policy");
    SequenceBatch batch =
        scaled(context.batches().sampleSequences(config.batchSize(), config.context()));
    adam.minimize(loss(transformer, batch, context.noise()));
    return PhaseDefinition.uniform("policy", config.updates(), true, graph.trainOp("update"));
  }

  private SequenceBatch scaled(SequenceBatch batch) {
    return new SequenceBatch(
        batch.observations(),
        batch.actions(),
        batch.returnsToGo().div(config.returnScale()),
        batch.timesteps(),
        batch.mask());
  }

  /**
   * The squared error of the predicted actions: its mean over the steps of the pieces, or over all
   * positions in CORL's form.
   */
  private Expr loss(Transformer transformer, SequenceBatch batch, NoiseSource noise) {
    Expr predicted = transformer.predict(batch, dropout(noise)).named(PREDICTIONS);
    Expr error = predicted.minus(batch.actions()).square().mean(2).times(batch.mask());
    Expr loss =
        switch (config.form()) {
          case AUTHORS -> error.sum().div(batch.mask().sum());
          case CORL -> error.mean();
        };
    return loss.named("actor_loss");
  }

  private Transformer.Drop dropout(NoiseSource noise) {
    double rate = config.dropout();
    return (name, units) ->
        rate == 0
            ? units
            : units.times(
                noise.keepMask(name, rate, units.shape().asArray()).times(1 / (1 - rate)));
  }

  /** A program that predicts from a window that is filled up behind its last step. */
  private ActingProgram writeActing(LearningContext context, Transformer transformer) {
    GraphBuilder graph = context.graph();
    TaskShape shape = context.shape();
    int k = config.context();
    graph.beginAnalysis(ActingProgram.PROGRAM);
    SequenceBatch window =
        new SequenceBatch(
            graph.placeholder("observations", 1, k, shape.observationDim()),
            graph.placeholder("actions", 1, k, shape.actionDim()),
            graph.placeholder("returns_to_go", 1, k),
            graph.placeholder("timesteps", 1, k),
            graph.placeholder("mask", 1, k));
    transformer.predict(window, (name, units) -> units).named(PREDICTIONS);
    return compiled ->
        new ReturnConditionedPolicy(
            shape,
            k,
            config.targetReturn(),
            config.returnScale(),
            steps -> act(compiled, shape, steps));
  }

  private float[] act(CompiledGraph graph, TaskShape shape, ReturnConditionedPolicy.Window steps) {
    int k = config.context();
    int a = shape.actionDim();
    float[] timesteps = new float[k];
    float[] mask = new float[k];
    for (int i = 0; i < k; i++) {
      timesteps[i] = steps.firstTimestep() + (float) i;
      mask[i] = i < steps.steps() ? 1 : 0;
    }
    String prefix = ActingProgram.PROGRAM + "/";
    Map<String, float[]> feeds =
        Map.of(
            prefix + "observations", filledUp(steps.observations(), k * shape.observationDim()),
            prefix + "actions", filledUp(steps.actions(), k * a),
            prefix + "returns_to_go", filledUp(steps.returnsToGo(), k),
            prefix + "timesteps", timesteps,
            prefix + "mask", mask);
    String fetch = prefix + PREDICTIONS;
    float[] predicted = Objects.requireNonNull(graph.evaluate(feeds, List.of(fetch)).get(fetch));
    return Arrays.copyOfRange(predicted, (steps.steps() - 1) * a, steps.steps() * a);
  }

  private static float[] filledUp(float[] values, int length) {
    return Arrays.copyOf(values, length);
  }
}

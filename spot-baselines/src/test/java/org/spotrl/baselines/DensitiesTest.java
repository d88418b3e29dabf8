package org.spotrl.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.spotrl.api.component.Component;
import org.spotrl.api.data.Dataset;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.learning.Learner;
import org.spotrl.api.learning.LearningTask;
import org.spotrl.api.learning.TrainingPhase;
import org.spotrl.api.policy.TaskShape;
import org.spotrl.api.random.RandomSequence;
import org.spotrl.api.random.RandomStream;
import org.spotrl.baselines.flow.FlowDensity;
import org.spotrl.baselines.flow.FlowDensityConfig;
import org.spotrl.baselines.gaussian.GaussianDensity;
import org.spotrl.baselines.gaussian.GaussianDensityConfig;
import org.spotrl.baselines.mixture.GaussianMixtureDensity;
import org.spotrl.baselines.mixture.GaussianMixtureDensityConfig;
import org.spotrl.tensorflow.density.Density;
import org.spotrl.tensorflow.density.GraphDensity;
import org.spotrl.tensorflow.density.training.DensityTraining;
import org.spotrl.tensorflow.density.training.DensityTrainingConfig;
import org.spotrl.tensorflow.graph.CompiledGraph;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.graph.SessionSettings;
import org.spotrl.tensorflow.input.RecordedInputs;
import org.spotrl.tensorflow.learner.LearningContext;

/** What holds for every density with an exact likelihood. */
class DensitiesTest {

  private static final double MAX_ACTION = 1.5;
  private static final List<Integer> HIDDEN = List.of(16);
  private static final float[] OBSERVATION = {0.5f, -1};

  private static final Component<Density> GAUSSIAN =
      GaussianDensity.TYPE.with(
          GaussianDensityConfig.builder().hidden(HIDDEN).updates(800).learningRate(3e-3).build());
  private static final Component<Density> MIXTURE =
      GaussianMixtureDensity.TYPE.with(
          GaussianMixtureDensityConfig.builder()
              .hidden(HIDDEN)
              .updates(800)
              .learningRate(3e-3)
              .build());
  private static final Component<Density> FLOW =
      FlowDensity.TYPE.with(
          FlowDensityConfig.builder().hidden(HIDDEN).updates(800).learningRate(3e-3).build());

  static Stream<Arguments> densities() {
    return Stream.of(GAUSSIAN, MIXTURE, FLOW)
        .flatMap(density -> Stream.of(Arguments.of(density, 1), Arguments.of(density, 2)));
  }

  /** Values and gradients by the action of an untrained density at one observation. */
  private static Map<String, float[]> evaluate(
      Component<Density> density, int actionDim, float... actions) {
    int rows = actions.length / actionDim;
    TaskShape shape = new TaskShape(OBSERVATION.length, actionDim, MAX_ACTION);
    try (GraphBuilder graph = new GraphBuilder()) {
      RecordedInputs inputs = new RecordedInputs(OBSERVATION.length, actionDim);
      LearningContext context = LearningContext.of(graph, inputs, 3, shape);
      GraphDensity model = density.create().define(context);
      graph.beginAnalysis("a");
      Expr s = graph.placeholder("s", 1, OBSERVATION.length).repeatRows(rows);
      Expr a = graph.placeholder("a", rows, actionDim);
      Expr value = model.negLogBeta(s, a, context.noise()).requireShape(rows).named("value");
      graph.gradientsBy(value, List.of(a)).get(0).named("gradient");
      try (CompiledGraph run = graph.compile(SessionSettings.SINGLE_THREAD)) {
        return run.evaluate(
            Map.of("a/s", OBSERVATION, "a/a", actions), List.of("a/value", "a/gradient"));
      }
    }
  }

  @ParameterizedTest(name = "{0}, {1} action dimensions")
  @MethodSource("densities")
  void integratesToOne(Component<Density> density, int actionDim) {
    // The flow lies in the box of actions, Gaussians beyond it too.
    double bound = density.equals(FLOW) ? MAX_ACTION : 12;
    int cells = 300;
    double width = 2 * bound / cells;
    int points = actionDim == 1 ? cells : cells * cells;
    float[] actions = new float[points * actionDim];
    for (int i = 0; i < points; i++) {
      int column = i % cells;
      int row = i / cells;
      actions[i * actionDim] = (float) (-bound + (column + 0.5) * width);
      if (actionDim == 2) {
        actions[i * 2 + 1] = (float) (-bound + (row + 0.5) * width);
      }
    }
    double sum = 0;
    for (float value : value(evaluate(density, actionDim, actions), "a/value")) {
      sum += Math.exp(-value) * Math.pow(width, actionDim);
    }
    // The midpoint rule on 300 cells: the smallest standard deviation is many cells wide.
    assertThat(sum).isCloseTo(1, within(2e-3));
  }

  @ParameterizedTest(name = "{0}, {1} action dimensions")
  @MethodSource("densities")
  void theGradientByTheActionIsThatOfFiniteDifferences(Component<Density> density, int actionDim) {
    RandomSequence random = RandomStream.of(2, "actions").at(0);
    double h = 1e-3;
    for (int point = 0; point < 5; point++) {
      float[] center = new float[actionDim];
      for (int d = 0; d < actionDim; d++) {
        center[d] = (float) random.nextUniform(-1.3, 1.3);
      }
      float[] actions = new float[(1 + 2 * actionDim) * actionDim];
      for (int row = 0; row <= 2 * actionDim; row++) {
        System.arraycopy(center, 0, actions, row * actionDim, actionDim);
      }
      for (int d = 0; d < actionDim; d++) {
        actions[(1 + 2 * d) * actionDim + d] += (float) h;
        actions[(2 + 2 * d) * actionDim + d] -= (float) h;
      }
      Map<String, float[]> found = evaluate(density, actionDim, actions);
      for (int d = 0; d < actionDim; d++) {
        float[] values = value(found, "a/value");
        double difference = (values[1 + 2 * d] - values[2 + 2 * d]) / (2 * h);
        // float32 rounding of values near 2, divided by 2 h, and curvature. No point is so near to
        // a knot or to a kink of a ReLU, where the gradient jumps.
        assertThat((double) value(found, "a/gradient")[d])
            .isCloseTo(difference, within(2e-3 + 0.01 * Math.abs(difference)));
      }
    }
  }

  private static float[] value(Map<String, float[]> values, String name) {
    return Objects.requireNonNull(values.get(name));
  }

  /** a = +-0.5 + 0.05 N(0, 1) with equal probability: log 0.5 - log(0.05 sqrt(2 pi e)) = 0.884. */
  @Test
  void twoModesAreLearntBetterThanByAGaussian() {
    assertThat(heldOut(MIXTURE)).isCloseTo(0.884, within(0.12));
    // Its bins are at least 0.15 wide here, three standard deviations of a mode.
    assertThat(heldOut(FLOW)).isBetween(0.6, 0.9);
    // The best Gaussian has the standard deviation 0.5025 of the whole: -0.731.
    assertThat(heldOut(GAUSSIAN)).isCloseTo(-0.731, within(0.06));
  }

  private static double heldOut(Component<Density> density) {
    DensityTrainingConfig training = new DensityTrainingConfig(density, 0.25);
    LearningTask task = new LearningTask(new TaskShape(1, 1, MAX_ACTION), twoModes(), 0, 1);
    try (Learner learner = DensityTraining.TYPE.with(training).create().create(task)) {
      assertThat(learner.hasPolicy()).isFalse();
      TrainingPhase phase = learner.phases().get(0);
      assertThat(phase.train(100)).containsOnlyKeys(lossNames(density));
      Map<String, Double> metrics = phase.train((int) phase.updates() - 100);
      assertThat(metrics)
          .containsKeys("density/log_density_train", "density/log_density_held_out_se");
      return Objects.requireNonNull(metrics.get("density/log_density_held_out"));
    }
  }

  private static String[] lossNames(Component<Density> density) {
    return density.equals(GAUSSIAN)
        ? new String[] {"train/density_loss", "train/density_log_std"}
        : new String[] {"train/density_loss"};
  }

  private static Dataset twoModes() {
    int rows = 4000;
    RandomSequence random = RandomStream.of(0, "two modes").at(0);
    float[] observations = new float[rows];
    float[] actions = new float[rows];
    for (int i = 0; i < rows; i++) {
      observations[i] = (float) random.nextUniform(-1, 1);
      double mode = random.nextInt(2) == 0 ? -0.5 : 0.5;
      actions[i] = (float) (mode + 0.05 * random.nextGaussian());
    }
    return Trajectories.ofTransitions(
            "two modes",
            1,
            1,
            observations,
            actions,
            new float[rows],
            observations,
            new boolean[rows])
        .transitions();
  }
}

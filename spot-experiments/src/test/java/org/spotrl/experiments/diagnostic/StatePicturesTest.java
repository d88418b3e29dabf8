package org.spotrl.experiments.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockingDetails;
import static org.mockito.Mockito.when;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.spotrl.api.data.Dataset;
import org.spotrl.api.data.Normalizer;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.density.BehaviorDensity;
import org.spotrl.api.diagnostic.DiagnosticMoment;
import org.spotrl.api.learning.ActionValue;
import org.spotrl.api.learning.LearnedModels;
import org.spotrl.api.learning.Learner;
import org.spotrl.api.policy.TaskShape;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.policy.MlpNetwork;
import org.spotrl.policy.MlpPolicy;

class StatePicturesTest {

  /** Greater to the right and up. */
  private static final ActionValue RISING =
      (observations, actions) -> eachPair(actions, (a, b) -> a + 0.5 * b);

  /** A peak at (-0.5, 0.5). */
  private static final BehaviorDensity PEAK =
      (observations, actions) ->
          eachPair(actions, (a, b) -> -20 * (Math.pow(a + 0.5, 2) + Math.pow(b - 0.5, 2)));

  @Test
  void aStateShowsItsValuesItsDensityAndBothActions() throws IOException {
    BufferedImage image = image(learner(RISING, PEAK), 1, "support/state_1");

    assertThat(image.getWidth()).isEqualTo(512);
    assertThat(image.getHeight()).isLessThanOrEqualTo(512);
    // The plot is 161 pixels wide from (36, 58) on; cells of 7 pixels.
    assertThat(image.getRGB(38, 58 + 158)).as("lowest value, left below").isEqualTo(0xff440154);
    assertThat(image.getRGB(194, 60)).as("greatest value, right above").isEqualTo(0xfffde725);
    int peak = image.getRGB(256 + 36 + 40, 58 + 40);
    assertThat(peak >> 8 & 0xff).as("green of the densest action").isGreaterThan(200);
    // The policy's action is (0.5, -0.5) within a hundredth, the data's (0, 0).
    for (int panel = 0; panel <= 256; panel += 256) {
      assertThat(image.getRGB(panel + 36 + 120, 58 + 120)).as("policy").isEqualTo(0xffe5304a);
      assertThat(image.getRGB(panel + 36 + 80 - 4, 58 + 80)).as("data").isEqualTo(0xffffffff);
    }
  }

  @Test
  void bothAreDrawnAlongTheLineThroughTheTwoActions() throws IOException {
    // From the data's action (0, 0) to the policy's, (0.5, -0.5), and half as far on either side:
    // the values rise evenly, by a quarter of the way; the density falls from its peak on.
    BufferedImage image = image(learner(RISING, PEAK), 1, "support/state_1");

    int left = LinePlot.MARGIN;
    int width = 512 - 2 * left;
    int bottom = 290 + 24 + 128 - 6;
    int top = 290 + 24 + 6;
    assertThat(blue(image, left + 1)).as("least value").isBetween(bottom - 3, bottom + 2);
    assertThat(blue(image, left + width - 2)).as("greatest value").isBetween(top - 2, top + 3);
    assertThat(blue(image, left + width / 2 - 10)).isBetween(top + 50, bottom - 50);
    assertThat(image.getRGB(left + width / 4, 290 + 24 + 128)).as("data").isNotEqualTo(0xffe5304a);
    assertThat(image.getRGB(left + 3 * width / 4, 290 + 24 + 128))
        .as("policy")
        .isEqualTo(0xffe5304a);
  }

  /** Where in this column the line of the values is, the mean over its pixels. */
  private static int blue(BufferedImage image, int x) {
    return (int)
        IntStream.range(290 + 24, 290 + 24 + 128)
            .filter(y -> (image.getRGB(x, y) & 0xffffff) == 0x2166ac)
            .average()
            .orElseThrow();
  }

  @Test
  void aLineEndsWhereActionsDoAndHalfItsWayBeyond() {
    ActionLine line = ActionLine.through(new double[] {-0.9, 0}, new double[] {0.9, 0.2}, 1);

    assertThat(line.first()).isCloseTo(-0.1 / 1.8, within(1e-12));
    assertThat(line.last()).isCloseTo(1 + 0.1 / 1.8, within(1e-12));
    assertThat(line.actions()[0][0]).isCloseTo(-1, within(1e-12));
    assertThat(line.actions()[ActionLine.POINTS - 1][0]).isCloseTo(1, within(1e-12));
    assertThat(line.share(0.5)).isCloseTo(0.5, within(1e-12));

    ActionLine atOnePlace = ActionLine.through(new double[] {1, 1}, new double[] {1, 1}, 1);
    assertThat(atOnePlace.first()).isEqualTo(-0.5);
    assertThat(atOnePlace.actions()[7]).containsExactly(1, 1);

    ActionLine within = ActionLine.through(new double[] {0, 0.1}, new double[] {0.1, 0.1}, 1);
    assertThat(within.first()).isEqualTo(-0.5);
    assertThat(within.last()).isEqualTo(1.5);
  }

  @Test
  void whatALearnerDoesNotKnowIsLeftOut() throws IOException {
    assertThat(image(learner(RISING, null), 1, "support/state_1").getWidth()).isEqualTo(256);
    assertThat(image(learner(null, PEAK), 1, "support/state_1").getWidth()).isEqualTo(256);
    assertThat(draw(3, 0, learner(null, null), 1)).isEmpty();
  }

  @Test
  void picturesAreAFunctionOfSeedStepAndLearner() {
    Learner learner = learner(RISING, PEAK);
    Map<String, byte[]> first = draw(3, 7, learner, 500);

    assertThat(first).containsOnlyKeys("support/state_1", "support/state_2", "support/state_3");
    first.forEach(
        (key, png) -> {
          assertThat(draw(3, 7, learner, 500).get(key)).isEqualTo(png);
          assertThat(draw(3, 7, learner, 501).get(key)).isNotEqualTo(png);
          assertThat(draw(3, 8, learner, 500).get(key)).isNotEqualTo(png);
        });
    assertThat(first.get("support/state_1")).isNotEqualTo(first.get("support/state_2"));
    assertThat(draw(2, 7, learner, 500).keySet())
        .as("fewer states are the first of them")
        .containsExactly("support/state_1", "support/state_2");
  }

  @Test
  void valuesThatAreNotFiniteAreDrawnGrey() throws IOException {
    ActionValue broken = (observations, actions) -> eachPair(actions, (a, b) -> Double.NaN);

    BufferedImage image = image(learner(broken, null), 1, "support/state_1");

    assertThat(image.getRGB(38, 60)).isEqualTo(0xffd0d0d0);
  }

  @Test
  void nothingIsDrawnWhereActionsAreNoPlane() {
    Dataset line =
        Trajectories.ofTransitions(
                "line",
                1,
                1,
                new float[2],
                new float[2],
                new float[2],
                new float[2],
                new boolean[2])
            .transitions();

    assertThat(draw(3, line, 0, learner(RISING, PEAK), 1)).isEmpty();
  }

  private interface OfPair {
    double apply(double a, double b);
  }

  private static double[] eachPair(float[] actions, OfPair function) {
    double[] result = new double[actions.length / 2];
    for (int i = 0; i < result.length; i++) {
      result[i] = function.apply(actions[2 * i], actions[2 * i + 1]);
    }
    return result;
  }

  private static Map<String, byte[]> draw(int count, long seed, Learner learner, long step) {
    int n = 1000;
    float[] observations = new float[3 * n];
    for (int i = 0; i < observations.length; i++) {
      observations[i] = Math.floorDiv(i, 3);
    }
    Dataset data =
        Trajectories.ofTransitions(
                "plane",
                3,
                2,
                observations,
                new float[2 * n],
                new float[n],
                observations,
                new boolean[n])
            .transitions();
    return draw(count, data, seed, learner, step);
  }

  private static Map<String, byte[]> draw(
      int count, Dataset data, long seed, Learner learner, long step) {
    TrackedRun run = mock(TrackedRun.class);
    DiagnosticMoment moment =
        new DiagnosticMoment(
            step,
            Optional.empty(),
            data,
            Normalizer.identity(data.observationDim()),
            new TaskShape(data.observationDim(), data.actionDim(), 1),
            seed,
            Optional.empty());
    StatePictures.TYPE.with(new StatePictures.Config(count)).create().record(moment, learner, run);
    Map<String, byte[]> drawn = new TreeMap<>();
    mockingDetails(run)
        .getInvocations()
        .forEach(call -> drawn.put(call.getArgument(0), call.getArgument(2)));
    return drawn;
  }

  private static BufferedImage image(Learner learner, long step, String key) throws IOException {
    byte[] png = Objects.requireNonNull(draw(1, 0, learner, step).get(key));
    return Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(png)));
  }

  /** Its action is (0.5, -0.5) at every state. */
  private static Learner learner(@Nullable ActionValue value, @Nullable BehaviorDensity density) {
    Learner learner = mock(Learner.class);
    float bias = 0.5493f;
    MlpPolicy policy =
        new MlpPolicy(List.of(new MlpNetwork.Layer(new float[3][2], new float[] {bias, -bias})), 1);
    assertThat(policy.act(new double[3])[0]).isBetween(0.495, 0.505);
    when(learner.policy()).thenReturn(policy);
    when(learner.models())
        .thenReturn(
            new LearnedModels(
                Optional.ofNullable(density), Optional.ofNullable(value), Optional.empty()));
    return learner;
  }

  @Test
  void aSliceVariesTwoDimensionsAndKeepsTheOthers() {
    ActionSquare square = new ActionSquare(new double[] {0.1, 0.2, 0.3}, 2);

    double[][] cells = square.actions();

    int count = ActionSquare.SIDE * ActionSquare.SIDE;
    assertThat(cells).hasDimensions(count, 3);
    for (double[] cell : cells) {
      assertThat(cell[2]).isEqualTo(0.3);
    }
    // Middles of cells: half a cell, 2 * 2 / 23 / 2, from the edge.
    assertThat(cells[0][0]).isCloseTo(-2 + 2.0 / 23, within(1e-12));
    assertThat(cells[0][1]).isCloseTo(-2 + 2.0 / 23, within(1e-12));
    assertThat(cells[count / 2][0]).isZero();

    ActionLine line = ActionLine.through(new double[] {0, 1, 2}, square.through(), 2);
    float[] actions = Landscape.actions(square, line);
    assertThat(actions).hasSize(3 * Landscape.VALUES);
    assertThat(Arrays.copyOf(actions, 2)).containsExactly(-2 + 2f / 23, -2 + 2f / 23);
    assertThat(Arrays.copyOfRange(actions, 3 * count, 3 * (count + 2)))
        .as("the data's action and the policy's")
        .containsExactly(0, 1, 2, 0.1f, 0.2f, 0.3f);
  }

  @Test
  void numbersHaveTheDigitsThatTellThemApart() {
    assertThat(Pen.number(-0.0721, flat(-0.14, -0.07).scale().decimals())).isEqualTo("-0.072");
    assertThat(Pen.number(-2.774, flat(-4.9, -0.7).scale().decimals())).isEqualTo("-2.8");
    assertThat(Pen.number(-31.42, flat(-40, 0).scale().decimals())).isEqualTo("-31");
    assertThat(Pen.number(7, flat(7, 7).scale().decimals())).isEqualTo("7.00");
    assertThat(Pen.number(-123456, 0)).isEqualTo("-1.2e+05");
    assertThat(Pen.number(Double.NaN, 1)).isEqualTo("NaN");
    assertThat(Pen.number(-0.04, 1)).isEqualTo("0.0");
    assertThat(Pen.number(-0.4, 0)).isEqualTo("0");
    assertThat(Pen.number(-0.05, 2)).isEqualTo("-0.05");
  }

  private static Landscape flat(double low, double high) {
    double[] values = new double[Landscape.VALUES];
    Arrays.fill(values, low);
    values[0] = high;
    return Landscape.of("x", values, 1e9);
  }
}

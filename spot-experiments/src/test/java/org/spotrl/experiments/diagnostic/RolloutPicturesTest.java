package org.spotrl.experiments.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.spotrl.api.data.Dataset;
import org.spotrl.api.data.Normalizer;
import org.spotrl.api.diagnostic.Diagnostic;
import org.spotrl.api.diagnostic.DiagnosticMoment;
import org.spotrl.api.env.EnvironmentSpec;
import org.spotrl.api.env.EpisodeView;
import org.spotrl.api.env.EpisodeView.Area;
import org.spotrl.api.env.EpisodeView.Line;
import org.spotrl.api.env.EpisodeView.OverMap;
import org.spotrl.api.env.EpisodeView.OverTime;
import org.spotrl.api.env.EpisodeView.Panel;
import org.spotrl.api.env.EvaluationResult;
import org.spotrl.api.env.ReferenceScores;
import org.spotrl.api.env.Rollouts;
import org.spotrl.api.learning.Learner;
import org.spotrl.api.policy.TaskShape;
import org.spotrl.api.tracking.TrackedRun;

class RolloutPicturesTest {

  private static final int WHITE = 0xffffff;
  private static final int INK = 0x1f272d;
  private static final int BLUE = 0x0072b2;
  private static final int ORANGE = 0xd55e00;

  /**
   * A square of 8 m with a wall at the left, one at the right and one above. A picture has 48
   * pixels for a metre: 384 / 8.
   */
  private static final OverMap ROOM =
      new OverMap(
          1,
          2,
          new Area(0, 0, 8, 8),
          List.of(new Area(0, 0, 1, 8), new Area(7, 0, 8, 8), new Area(1, 7, 7, 8)),
          Area.square(6, 6, 0),
          0.5);

  @Test
  void aPathLeadsFromItsStartToItsEndAndItsColorIsTheTime() throws IOException {
    // From (2, 2) along x to (6, 2) in 100 steps, half the time that an episode may have.
    float[][] path = new float[101][];
    for (int step = 0; step <= 100; step++) {
      path[step] = new float[] {9, 2 + step / 25f, 2};
    }

    BufferedImage image = draw(ROOM, 200, path);

    assertThat(rgb(image, 2, 2)).as("start").isEqualTo(WHITE);
    assertThat(rgb(image, 6, 2)).as("end").isEqualTo(INK);
    // The scale ends with the step in which the path comes within 0.5 m of its end, 88, rounded up
    // to 90. A pixel is half a step, a shade one step, and a line ends with a round cap of a pixel.
    assertThat(stepOf(rgb(image, 3, 2), 90)).isBetween(23, 27);
    assertThat(stepOf(rgb(image, 5, 2), 90)).isBetween(73, 77);
    assertThat(rgb(image, 3, 3)).as("beside the path").isEqualTo(WHITE);
  }

  @Test
  void wallsAndGoalAreWhereTheEnvironmentHasThem() throws IOException {
    BufferedImage image = draw(ROOM, 200, new float[][] {{0, 2, 2}, {0, 2, 2}});

    int wall = PathPicture.WALL.getRGB() & WHITE;
    assertThat(rgb(image, 0.5, 4)).as("left").isEqualTo(wall);
    assertThat(rgb(image, 7.5, 0.5)).as("right").isEqualTo(wall);
    assertThat(rgb(image, 4, 7.5)).as("above").isEqualTo(wall);
    assertThat(rgb(image, 4, 0.5)).as("there is no wall below").isEqualTo(WHITE);
    assertThat(rgb(image, 6, 6)).as("goal").isNotEqualTo(WHITE);
    assertThat(rgb(image, 6, 6.5))
        .as("edge of the goal")
        .isEqualTo(PathPicture.GOAL.getRGB() & WHITE);
    assertThat(rgb(image, 6, 5.3)).as("below the goal").isEqualTo(WHITE);
  }

  @Test
  void entriesAreDrawnOverTimeUntilTheEpisodeEnds() throws IOException {
    // 51 observations of an episode of at most 100 steps: one entry rises from 0 to 1, one falls.
    float[][] episode = new float[51][];
    for (int step = 0; step <= 50; step++) {
      episode[step] = new float[] {step / 50f, 1 - step / 50f};
    }
    EpisodeView view =
        new OverTime(0.1, List.of(Panel.of("a, m", new Line("up", 0), new Line("down", 1))));

    BufferedImage image = draw(view, 100, episode);

    int quarter = MotionPicture.LEFT + MotionPicture.PLOT_WIDTH / 4;
    int half = MotionPicture.LEFT + MotionPicture.PLOT_WIDTH / 2;
    // At a quarter of the time both lines cross in the middle of the plot; the second is above.
    int top = MotionPicture.TOP + 17;
    assertThat(rows(image, quarter + 60, ORANGE)).allMatch(y -> y > top + 46).isNotEmpty();
    assertThat(rows(image, quarter + 60, BLUE)).allMatch(y -> y < top + 46).isNotEmpty();
    assertThat(rows(image, quarter - 60, BLUE)).allMatch(y -> y > top + 46).isNotEmpty();
    for (int color : new int[] {BLUE, ORANGE}) {
      assertThat(rows(image, half + 20, color)).as("after the end").isEmpty();
    }
  }

  @Test
  void fastMotionIsShownInTheLastStepsOnly() throws IOException {
    // Zero until step 900, then one.
    float[][] episode = new float[1001][];
    for (int step = 0; step <= 1000; step++) {
      episode[step] = new float[] {step < 900 ? 0 : 1};
    }
    EpisodeView view = new OverTime(0.1, List.of(Panel.of("a", new Line("", 0)).zoom()));

    BufferedImage image = draw(view, 1000, episode);

    List<Integer> left = rows(image, MotionPicture.LEFT + 10, BLUE);
    assertThat(left)
        .isNotEmpty()
        .isEqualTo(rows(image, MotionPicture.LEFT + MotionPicture.PLOT_WIDTH - 10, BLUE));
  }

  @Test
  void anEnvironmentWithoutAViewShowsItsFirstEntries() throws IOException {
    assertThat(((OverTime) EpisodeView.ofEntries(3)).panels())
        .extracting(Panel::title)
        .containsExactly("observation 0", "observation 1", "observation 2");
    assertThat(((OverTime) EpisodeView.ofEntries(100)).panels()).hasSize(8);

    float[][] episode = new float[11][100];
    BufferedImage image = draw(EpisodeView.ofEntries(100), 10, episode);

    assertThat(image.getHeight()).isLessThanOrEqualTo(512);
    long plots =
        IntStream.range(MotionPicture.TOP, image.getHeight())
            .filter(y -> isOf(image.getRGB(MotionPicture.LEFT + 100, y), BLUE))
            .count();
    assertThat(plots).as("a constant line in each plot, a pixel or two high").isBetween(8L, 16L);
  }

  @Test
  void eachEvaluationAddsAPictureToTheSeries() {
    Diagnostic diagnostic = RolloutPictures.TYPE.with(new RolloutPictures.Config(2)).create();
    assertThat(diagnostic.rollouts()).isEqualTo(2);
    TrackedRun run = mock(TrackedRun.class);

    diagnostic.record(moment(0, Optional.empty()), mock(Learner.class), run);
    verifyNoInteractions(run);

    float[][] path = {{0, 2, 2}, {0, 3, 3}};
    float[][] other = {{0, 4, 4}, {0, 5, 5}};
    byte[] two = record(diagnostic, path, other);
    assertThat(record(diagnostic, path, other)).as("the same for the same episodes").isEqualTo(two);
    assertThat(record(diagnostic, path, other, other))
        .as("episodes that another diagnostic asked for are not drawn")
        .isEqualTo(two);
    assertThat(record(diagnostic, path, path)).isNotEqualTo(two);
  }

  private static byte[] record(Diagnostic diagnostic, float[][]... episodes) {
    TrackedRun run = mock(TrackedRun.class);
    EvaluationResult result =
        new EvaluationResult(
            List.of(1.0, 2.0, 3.0),
            List.of(1, 1, 1),
            0,
            new ReferenceScores(0, 10),
            Optional.of(new Rollouts(spec(200), ROOM, Arrays.asList(episodes))));
    diagnostic.record(moment(5000, Optional.of(result)), mock(Learner.class), run);
    ArgumentCaptor<byte[]> png = ArgumentCaptor.forClass(byte[].class);
    verify(run)
        .image(
            org.mockito.ArgumentMatchers.eq("eval/rollouts"),
            org.mockito.ArgumentMatchers.eq(5000L),
            png.capture());
    return png.getValue();
  }

  private static DiagnosticMoment moment(long updates, Optional<EvaluationResult> evaluation) {
    return new DiagnosticMoment(
        updates,
        evaluation,
        Dataset.empty("none", 1, 1),
        Normalizer.identity(1),
        new TaskShape(1, 1, 1),
        0,
        Optional.empty());
  }

  private static EnvironmentSpec spec(int maxSteps) {
    return new EnvironmentSpec("room-v0", 3, 1, 1, maxSteps, new ReferenceScores(0, 10));
  }

  private static BufferedImage draw(EpisodeView view, int maxSteps, float[][] episode)
      throws IOException {
    EvaluationResult result =
        new EvaluationResult(
            List.of(1.0),
            List.of(episode.length - 1),
            0,
            new ReferenceScores(0, 10),
            Optional.of(new Rollouts(spec(maxSteps), view, Collections.singletonList(episode))));
    byte[] png = RolloutPictures.draw(result, "made");
    return Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(png)));
  }

  /** The colour at a place of the room. */
  private static int rgb(BufferedImage image, double x, double y) {
    return image.getRGB(PathPicture.LEFT + (int) (48 * x), PathPicture.TOP + (int) (48 * (8 - y)))
        & WHITE;
  }

  /** The step whose colour is most similar. */
  private static int stepOf(int color, int maxSteps) {
    ColorScale time = new ColorScale(0, 1.12 * maxSteps);
    return IntStream.rangeClosed(0, maxSteps)
        .boxed()
        .min(Comparator.comparing(step -> distance(time.of(step).getRGB(), color)))
        .orElseThrow();
  }

  private static int distance(int one, int other) {
    return IntStream.of(0, 8, 16)
        .map(shift -> Math.abs((one >> shift & 0xff) - (other >> shift & 0xff)))
        .sum();
  }

  /** Whether a pixel is covered by a line by half or more; frame and grid are grey. */
  private static boolean isOf(int pixel, int color) {
    int[] parts = IntStream.of(0, 8, 16).map(shift -> pixel >> shift & 0xff).sorted().toArray();
    return distance(pixel, color) < 280 && parts[2] - parts[0] > 60;
  }

  /** The rows of a column that have this colour. */
  private static List<Integer> rows(BufferedImage image, int x, int color) {
    return IntStream.range(MotionPicture.TOP + 17, MotionPicture.TOP + 17 + 92)
        .filter(y -> isOf(image.getRGB(x, y), color))
        .boxed()
        .toList();
  }
}

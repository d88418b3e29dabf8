package org.spotrl.mujoco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spotrl.api.env.Environment;
import org.spotrl.api.env.EpisodeView.Area;
import org.spotrl.api.env.EpisodeView.OverMap;
import org.spotrl.api.env.EpisodeView.OverTime;
import org.spotrl.api.env.StepResult;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.random.RandomSequence;
import org.spotrl.api.random.RandomStream;
import org.spotrl.mujoco.library.MujocoSettings;

class MujocoSuiteTest {

  private static final RandomStream RANDOM = RandomStream.of(0, "suite-test");

  private static final MujocoSuite NO_LIBRARY =
      new MujocoSuite(MujocoSettings.STANDARD.withLibrary(Path.of("/no/such/library.so")));

  @Test
  void picturesShowTheWallsWhereTheBallAndTheAntTouchThem() {
    OverMap umaze = (OverMap) NO_LIBRARY.episodeView("maze2d-umaze-v1");
    // The ball has a radius of 0.1 m and rests in the lower left corner at 0.40.
    assertThat(umaze.walls()).hasSize(18);
    assertThat(umaze.walls().get(1)).satisfies(isNear(area(-0.7, 0.3, 0.3, 1.3)));
    assertThat(umaze.walls().get(5)).satisfies(isNear(area(0.3, -0.7, 1.3, 0.3)));
    assertThat(umaze.shown()).satisfies(isNear(area(0.05, 0.05, 3.55, 3.55)));
    assertThat(umaze.goals()).isEqualTo(area(1, 1, 1, 1));

    OverMap medium = (OverMap) NO_LIBRARY.episodeView("antmaze-medium-play-v2");
    // Cells are 4 m wide, with the start at the origin; the goal's cell is at (20, 20).
    assertThat(medium.walls()).contains(area(-6, -2, -2, 2), area(6, -2, 10, 2));
    assertThat(medium.walls()).doesNotContain(area(2, -2, 6, 2));
    assertThat(medium.goals()).isEqualTo(area(20, 20, 21.5, 21.5));

    // The large maze is wider than high, but not in the coordinates of the point maze.
    assertThat(((OverMap) NO_LIBRARY.episodeView("antmaze-large-v2")).shown())
        .isEqualTo(area(-3, -3, 39, 27));
    assertThat(((OverMap) NO_LIBRARY.episodeView("maze2d-large-v1")).shown())
        .satisfies(isNear(area(0.05, 0.05, 7.55, 10.55)));
  }

  private static Area area(double left, double bottom, double right, double top) {
    return new Area(left, bottom, right, top);
  }

  /** Up to the rounding of a sum. */
  private static Consumer<Area> isNear(Area expected) {
    return actual -> {
      assertThat(actual.left()).isCloseTo(expected.left(), within(1e-12));
      assertThat(actual.bottom()).isCloseTo(expected.bottom(), within(1e-12));
      assertThat(actual.right()).isCloseTo(expected.right(), within(1e-12));
      assertThat(actual.top()).isCloseTo(expected.top(), within(1e-12));
    };
  }

  /** Entries of Gym's observations, and its seconds per step. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hopper-v2      | 0.008 | 0 5 1 2+3+4",
        "walker2d-v4    | 0.008 | 0 8 1 2+3+4 5+6+7",
        "halfcheetah-v2 | 0.05  | 0 8 1 2+3+4 5+6+7",
        "ant-v2         | 0.05  | 0 13+14 5+7+9+11 6+8+10+12"
      })
  void picturesShowHeightSpeedAndJointsOfARobot(String id, double seconds, String entries) {
    OverTime view = (OverTime) NO_LIBRARY.episodeView(id);

    assertThat(view.secondsPerStep()).isCloseTo(seconds, within(1e-12));
    assertThat(view.panels())
        .extracting(
            panel ->
                panel.lines().stream()
                    .map(line -> "" + line.entry())
                    .collect(Collectors.joining("+")))
        .containsExactly(entries.split(" ", -1));
  }

  @Test
  void specificationsNeedNoLibrary() {
    assertThat(NO_LIBRARY.ids())
        .containsExactly(
            "maze2d-umaze-v1",
            "maze2d-medium-v1",
            "maze2d-large-v1",
            "maze2d-umaze-dense-v1",
            "maze2d-medium-dense-v1",
            "maze2d-large-dense-v1",
            "antmaze-umaze-v2",
            "antmaze-umaze-diverse-v2",
            "antmaze-medium-v2",
            "antmaze-medium-play-v2",
            "antmaze-medium-diverse-v2",
            "antmaze-large-v2",
            "antmaze-large-play-v2",
            "antmaze-large-diverse-v2",
            "halfcheetah-v2",
            "hopper-v2",
            "walker2d-v2",
            "ant-v2",
            "halfcheetah-v4",
            "hopper-v4",
            "walker2d-v4",
            "ant-v4");
    assertThat(NO_LIBRARY.specification("maze2d-medium-dense-v1"))
        .satisfies(
            specification -> {
              assertThat(specification.observationDim()).isEqualTo(4);
              assertThat(specification.actionDim()).isEqualTo(2);
              assertThat(specification.maxEpisodeSteps()).isEqualTo(600);
            });
  }

  @Test
  void mazeScoresAreD4rls() {
    // (100 - 23.85) / (161.86 - 23.85)
    assertThat(NO_LIBRARY.specification("maze2d-umaze-v1").referenceScores().normalized(100))
        .isCloseTo(55.1772, within(1e-4));
  }

  @Test
  void anEnvironmentWithoutItsLibraryIsAnInputError() {
    assertThatThrownBy(() -> NO_LIBRARY.create("hopper-v2"))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("/no/such/library.so");
  }

  @Test
  void anUnknownIdIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> NO_LIBRARY.specification("hopper-v9"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hopper-v9")
        .hasMessageContaining("hopper-v2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "maze2d-large-v1",
        "antmaze-umaze-v2",
        "halfcheetah-v2",
        "hopper-v2",
        "walker2d-v4",
        "ant-v2"
      })
  void twoThreadsGetTheSameBitsAsOne(String id) throws Exception {
    MujocoSuite suite = MujocoForTests.suite();
    String alone = run(suite, id, 0);
    String second = run(suite, id, 1);

    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Callable<String>> both = List.of(() -> run(suite, id, 0), () -> run(suite, id, 1));
      List<Future<String>> results = threads.invokeAll(both);

      assertThat(results.get(0).get()).isEqualTo(alone).isNotEqualTo(second);
      assertThat(results.get(1).get()).isEqualTo(second);
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void anEpisodeDoesNotDependOnEarlierEpisodes() {
    MujocoSuite suite = MujocoForTests.suite();
    try (Environment used = suite.create("hopper-v2");
        Environment fresh = suite.create("hopper-v2")) {
      used.reset(RANDOM.at(1));
      used.step(new double[] {1, -1, 1});
      used.step(new double[] {1, -1, 1});

      assertThat(used.reset(RANDOM.at(2))).isEqualTo(fresh.reset(RANDOM.at(2)));
      assertThat(used.step(new double[] {0.1, 0.2, 0.3}).observation())
          .isEqualTo(fresh.step(new double[] {0.1, 0.2, 0.3}).observation());
    }
  }

  private static String run(MujocoSuite suite, String id, int episode) {
    ReferenceSequence sequence = new ReferenceSequence();
    RandomSequence actions = RANDOM.child("actions").at(episode);
    try (Environment environment = suite.create(id)) {
      environment.reset(RANDOM.at(episode));
      for (int step = 0; step < 500; step++) {
        double[] action = new double[environment.specification().actionDim()];
        for (int i = 0; i < action.length; i++) {
          action[i] = actions.nextUniform(-1, 1);
        }
        StepResult result = environment.step(action);
        for (double number : result.observation()) {
          sequence.add(number);
        }
        if (result.done()) {
          environment.reset(RANDOM.child("later").at(step));
        }
      }
    }
    return sequence.hash();
  }
}

package org.spotrl.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.data.Dataset;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.error.SpotInputException;

class StepTableTest {

  private static final float[] NONE = {};
  private static final double UNBOUNDED = Double.POSITIVE_INFINITY;

  @TempDir private Path temp;

  private StepTable read(Map<String, Object> columns) {
    return StepTable.read(SampleFiles.hdf5(temp.resolve("log.hdf5"), columns), true);
  }

  private static StepTable steps(
      float[] observations, float[] terminals, float[] timeouts, float[] next) {
    return new StepTable(
        Path.of("log.npz"),
        new StepShape(observations.length, 1, 1),
        observations,
        new float[observations.length],
        new float[observations.length],
        terminals,
        timeouts,
        next,
        row -> "row " + row);
  }

  @Test
  void missingColumnsAndWrongShapesAreReportedTogether() {
    Map<String, Object> columns = SampleFiles.threeSteps();
    columns.put("dones", columns.remove("terminals"));
    columns.put("actions", new float[][] {{0, 0}, {0, 0}});

    assertThatThrownBy(() -> read(columns))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("log.hdf5")
        .hasMessageContaining("column 'terminals' is missing")
        .hasMessageContaining("rename 'dones' to 'terminals'")
        .hasMessageContaining("column 'actions' has shape [2, 2], but [3, n] is needed");
  }

  @Test
  void everyFaultIsListedByRow() {
    Map<String, Object> columns = SampleFiles.threeSteps();
    columns.put("observations", new float[][] {{1, Float.NaN, 3}, {4, 5, 6}, {7, 8, 9}});
    columns.put("actions", new float[][] {{0, 0}, {0, 3}, {0, 0}});
    columns.put("terminals", new float[] {0, 0.5f, 1});

    assertThat(read(columns).problems(1, false))
        .containsExactly(
            "row 0: observations, dimension 1 is NaN",
            "row 1: terminals is 0.5, not 0 or 1",
            "row 1: actions, dimension 1 is 3.0, outside [-1.0, 1.0]",
            "row 2: terminals and timeouts are both 1; clear timeouts where the task ended");
    assertThatThrownBy(() -> read(columns).requireSound(1, false))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("log.hdf5")
        .hasMessageContaining("row 0: observations");
  }

  @Test
  void manyFaultsOfOneSortAreCounted() {
    float[] rewards = new float[10];
    Arrays.fill(rewards, Float.POSITIVE_INFINITY);
    StepTable table =
        new StepTable(
            Path.of("a"),
            new StepShape(10, 1, 1),
            new float[10],
            new float[10],
            rewards,
            new float[10],
            NONE,
            NONE,
            row -> "row " + row);

    assertThat(table.problems(UNBOUNDED, false))
        .hasSize(6)
        .contains("row 4: rewards, dimension 0 is Infinity", "and 5 more like the last");
  }

  @Test
  void d4rlsConversionAllowsARowWithBothFlags() {
    Map<String, Object> columns = SampleFiles.threeSteps();
    columns.put("terminals", new boolean[] {false, false, true});

    assertThatCode(() -> read(columns).requireSound(UNBOUNDED, true)).doesNotThrowAnyException();
  }

  @Test
  void withoutTimeoutsD4rlCutsAtTheTimeLimit() {
    // D4RL's code, by hand, with limit 3: rows 0, 1 and 2 are counted 0, 1, 2 and row 2 is cut; row
    // 3 is 0 and terminal, after which D4RL counts on from 1: row 4 is 1 and row 5 is 2 and cut.
    float[] observations = {0, 1, 2, 3, 4, 5, 6};
    float[] terminals = {0, 0, 0, 1, 0, 0, 0};

    Trajectories data = steps(observations, terminals, NONE, NONE).asD4rl("d", 3);

    assertThat(data.timeouts()).containsExactly(false, false, true, false, false, true, false);
    assertThat(data.transitions().observations()).containsExactly(0, 1, 3, 4);
  }

  @Test
  void withNextObservationsEveryRowIsATransition() {
    float[] observations = {0, 1, 2, 10, 11};
    // Row 2 is followed by another episode, although no flag says so.
    float[] next = {1, 2, 3, 11, 12};
    float[] terminals = {0, 0, 0, 0, 1};

    Trajectories data = steps(observations, terminals, NONE, next).asRecorded("log");
    Dataset transitions = data.transitions();

    assertThat(data.timeouts()).containsExactly(false, false, true, false, false);
    assertThat(transitions.size()).isEqualTo(5);
    assertThat(transitions.nextObservations()).containsExactly(1, 2, 3, 11, 12);
  }

  @Test
  void transitionsInAnyOrderAreKeptAsTheyAre() {
    float[] observations = {5, 0, 9};
    float[] next = {6, 1, 10};

    Dataset transitions =
        steps(observations, new float[3], NONE, next).asRecorded("log").transitions();

    assertThat(transitions.observations()).containsExactly(5, 0, 9);
    assertThat(transitions.nextObservations()).containsExactly(6, 1, 10);
  }

  @Test
  void moreThanJavaMayUseIsRefusedWithTheNumbers() {
    // 2 * 17 + 6 + 4 floats, and 4 bytes of flags and rows, for each step.
    StepShape shape = new StepShape(2_000_000, 17, 6);

    assertThatThrownBy(() -> StepTable.requireMemory(Path.of("a.hdf5"), shape, 300_000_000))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("2,000,000 steps with observations of 17 and actions of 6")
        .hasMessageContaining("need 360 MB of Java's memory, but Java may use 300 MB")
        .hasMessageContaining("-Xmx1g");
  }
}

package org.spotrl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spotrl.api.data.RewardTransform;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.data.TrajectoryFilter;
import org.spotrl.api.env.EnvironmentSpec;
import org.spotrl.api.env.EvaluationResult;
import org.spotrl.api.env.ReferenceScores;
import org.spotrl.experiments.run.PreparedData;

class ConsoleReporterTest {

  private static final long SECOND = 1_000_000_000L;
  private static final String CLEAR = "\u001b[J";

  private final StringWriter printed = new StringWriter();
  private long now = 5 * SECOND;
  private int columns = 80;

  @Test
  void aFileGetsALineEveryTenSeconds() {
    ConsoleReporter reporter = reporter(false);

    at(reporter, 5, 0);
    at(reporter, 6, 100);
    at(reporter, 14, 900);
    at(reporter, 15, 1_000);
    at(reporter, 24, 1_900);
    at(reporter, 25, 2_400);

    // Between the two reports of the middle line 1000 updates took 10 seconds.
    assertPrinted(
        """
        policy     [........................] 0/2,400  critic_loss 0.1235
        policy     [##########..............] 1,000/2,400  100/s  14.0 s left  critic_loss 0.1235
        policy     [########################] 2,400/2,400  120/s  took 20.0 s  critic_loss 0.1235
        """);
  }

  @Test
  void onATerminalEachRedrawClearsTheOneBefore() {
    ConsoleReporter reporter = reporter(true);

    at(reporter, 5, 0);
    now = 5 * SECOND + 100_000_000L;
    reporter.report("policy", 10, 2_400, Map.of());
    at(reporter, 6, 1_200);
    at(reporter, 7, 2_400);

    String first = "policy     [........] 0/2,400  critic_loss 0.1235";
    String second = "policy     [####....] 1,200/2,400  1,200/s  1.0 s left  critic_loss 0.1235";
    String last = "policy     [########] 2,400/2,400  1,200/s  took 2.0 s  critic_loss 0.1235";
    assertThat(printed)
        .hasToString(
            redraw(first) + CLEAR + redraw(second) + CLEAR + last + System.lineSeparator());
  }

  @Test
  void anotherLineReplacesTheProgressLine() {
    ConsoleReporter reporter = reporter(true);
    at(reporter, 5, 0);

    reporter.tracking("run-1", "id", "/runs/1");
    reporter.notice("server     answers");

    assertThat(printed)
        .hasToString(
            redraw("policy     [........] 0/2,400  critic_loss 0.1235")
                + CLEAR
                + "run        run-1, /runs/1%nserver     answers%n".formatted());
  }

  @Test
  void theProgressLineFollowsAResize() {
    ConsoleReporter reporter = reporter(true);
    at(reporter, 5, 0);
    columns = 40;
    at(reporter, 6, 1_200);

    assertThat(printed.toString()).endsWith(CLEAR + redraw("policy     1,200/2,400  1.0 s left"));
  }

  @Test
  void inASeriesEachLineShowsTheRunAndTheTimeLeftOfAll() {
    ConsoleReporter reporter = reporter(false);
    reporter.runs(3);
    reporter.runBegins();
    reporter.training(List.of("density", "policy"));
    at(reporter, 5, 0);
    at(reporter, 15, 600);

    // 600 updates took 10 s, so 1,800 take 30 s; the run takes 40 s, and two more as much each.
    assertThat(printed.toString().lines().toList().get(1))
        .isEqualTo(
            "policy     [######..................] 600/2,400  60/s  30.0 s left, 2 min in all  run"
                + " 1 of 3  critic_loss 0.1235");
  }

  @Test
  void aResumedPhaseIsTimedFromItsResume() {
    ConsoleReporter reporter = reporter(false);

    at(reporter, 5, 2_000);
    at(reporter, 15, 2_200);

    assertThat(printed.toString().lines().toList().get(1))
        .contains(" 2,200/2,400  20/s  10.0 s left");
  }

  @Test
  void theDataLinesFit80Columns() {
    float[] values = {0, 0.5f, 1, 1.5f};
    Trajectories raw =
        new Trajectories(
                "line",
                1,
                1,
                values,
                new float[] {1, -1, 1, -1},
                values,
                new boolean[] {false, true, false, false},
                new boolean[] {false, false, false, true})
            .withLastObservations(new float[] {0.5f, 1.5f});
    EnvironmentSpec environment =
        new EnvironmentSpec("line-v0", 1, 1, 1, 2, new ReferenceScores(0, 10));

    PreparedData data =
        PreparedData.of(
            raw, "", environment, TrajectoryFilter.ALL, RewardTransform.IDENTITY, false);
    reporter(false).dataReady(data);

    // Returns 0.5 and 2.5: mean 1.5, deviation 1, and 1.5 of 10 scores 15.
    assertPrinted(
        """
        data       line: 4 transitions, 2 episodes (1 terminal, 1 timeouts),
                   observations of 1, actions of 1
                   rewards 0.000 to 1.500, mean 0.7500; sha256 %s
                   returns 1.50 +- 1.00 (0.50 to 2.50), length 2.0
                   normalised score of the behaviour policy 15.0
                   scores of the episodes 5.0 to 25.0
        """
            .formatted(raw.transitions().digest().substring(0, 12)));
  }

  @Test
  void theFolderOfARunIsNotWrapped() {
    String folder = "/home/someone/a study of mazes/mlruns/1/0123456789abcdef0123456789abcdef";

    reporter(false).tracking("spot-maze2d-umaze-s0", "abc", folder);

    assertPrinted("run        spot-maze2d-umaze-s0\n           " + folder + "\n");
  }

  @Test
  void aNarrowTerminalWrapsTextBetweenWords() {
    columns = 50;

    reporter(true)
        .evaluated(
            1_000_000,
            new EvaluationResult(
                List.of(1.0, 3.0), List.of(5, 5), 0.1, new ReferenceScores(0, 10)));

    assertPrinted(
        """
        evaluated  after 1,000,000 updates: score 20.0,
                   return 2.00 +- 1.00, 2 episodes
        """);
  }

  @Test
  void runsResumesAndEvaluationsAreALineEach() {
    ConsoleReporter reporter = reporter(false);

    reporter.tracking("spot-s0", "abc", "/runs/1/abc");
    reporter.resumed(12_345);
    reporter.evaluated(
        20_000,
        new EvaluationResult(List.of(1.0, 3.0), List.of(5, 5), 0.1, new ReferenceScores(0, 10)));

    assertPrinted(
        """
        run        spot-s0, /runs/1/abc
        resumed    after 12,345 updates
        evaluated  after 20,000 updates: score 20.0, return 2.00 +- 1.00, 2 episodes
        """);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.0 s",
    "8.26, 8.3 s",
    "59.94, 59.9 s",
    "59.96, 1 min 00 s",
    "245, 4 min 05 s",
    "3599.4, 59 min 59 s",
    "3599.6, 1 h 00 min",
    "7385, 2 h 03 min"
  })
  void durationsHaveReadableUnits(double seconds, String said) {
    assertThat(Format.duration(seconds)).isEqualTo(said);
  }

  private ConsoleReporter reporter(boolean terminal) {
    return new ConsoleReporter(new PrintWriter(printed), terminal, () -> columns, () -> now);
  }

  /** The line without wrapping; the cursor returns to its start. */
  private static String redraw(String line) {
    return "\u001b[?7l\r" + line + "\r\u001b[?7h";
  }

  private void at(ConsoleReporter reporter, long second, long done) {
    now = second * SECOND;
    reporter.report("policy", done, 2_400, Map.of("train/critic_loss", 0.12345678));
  }

  private void assertPrinted(String text) {
    assertThat(printed).hasToString(text.replace("\n", System.lineSeparator()));
  }
}

package org.spotrl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.experiments.run.RunSummary;

class RunSeriesTest {

  private static final Path STANDARD = Path.of("mlruns").toAbsolutePath();

  private final List<String> unsent = new ArrayList<>();
  private final StringWriter printed = new StringWriter();

  @Test
  void finishedRunsEndWithTheTableAndTheUiCommand() {
    int code = print(Summaries.done("mazes", "spot-s0", STANDARD, 100.0));

    assertThat(code).isZero();
    assertThat(printed.toString())
        .contains("spot-s0", "50.0")
        .endsWith("%nshow it in MLflow: spot ui%n".formatted())
        .doesNotContain("resume");
  }

  @Test
  void aStopEndsWithTheResumeCommand() {
    int code =
        print(
            Summaries.done("mazes", "spot-s0", STANDARD, 100.0),
            Summaries.stopped("spot-s1", STANDARD));

    assertThat(code).isEqualTo(1);
    assertThat(printed.toString())
        .contains("stopped, checkpoint saved; resume with:\n  spot resume id-of-spot-s1")
        .doesNotContain("spot resume id-of-spot-s0");
  }

  @Test
  void runsElsewhereAreNamedByTheirFolder() {
    Path elsewhere = Path.of("other", "runs").toAbsolutePath();

    print(Summaries.stopped("spot-s0", elsewhere));

    assertThat(printed.toString())
        .contains("resume with:\n  spot resume " + elsewhere.resolve("1").resolve("id-of-spot-s0"))
        .contains("show it in MLflow: spot ui --in " + elsewhere);
  }

  @Test
  void thePushCommandIsPrintedEvenIfAllRunsFailed() {
    unsent.add("spot push --to http://localhost:5000");

    int code = print();

    assertThat(code).isZero();
    assertThat(printed)
        .hasToString("send the rest with: spot push --to http://localhost:5000%n".formatted());
  }

  @Test
  void runsThatDifferOnlyInTheSeedAreSummarised() {
    List<String> lines =
        RunSeries.table(
            List.of(
                Summaries.done("mazes", "spot-umaze-s0", STANDARD, 90.0, 110.0),
                Summaries.done("mazes", "spot-umaze-s1", STANDARD, 60.0, 60.0),
                Summaries.done("mazes", "bc-umaze-s0", STANDARD, 4.0),
                Summaries.stopped("spot-umaze-s2", STANDARD)),
            120);

    // Scores 50 and 30: mean 40, sample deviation sqrt((10^2 + 10^2) / 1) = 14.1.
    assertThat(String.join("\n", lines))
        .isEqualTo(
            """
            run            updates           return  score  behaviour  updates/s        time
            spot-umaze-s0   60,000  100.00 +- 10.00   50.0       12.3        813  4 min 05 s
            spot-umaze-s1   60,000    60.00 +- 0.00   30.0       12.3        813  4 min 05 s
            bc-umaze-s0     60,000     4.00 +- 0.00    2.0       12.3        813  4 min 05 s
            spot-umaze-s2   60,000                -      -       12.3        813  4 min 05 s

            spot-umaze over 2 seeds: score 40.0, std over seeds 14.1 (30.0 to 50.0)
            1 run is unfinished and left out""");
  }

  @Test
  void theTableFits80ColumnsWithLongNames() {
    String name = "spot-maze2d-umaze-lambda-0.1-dropout-0.2";

    List<String> lines =
        RunSeries.table(
            List.of(
                Summaries.done("mazes", name + "-s0", STANDARD, 90.0, 110.0),
                Summaries.done("mazes", name + "-s1", STANDARD, 60.0, 60.0)),
            80);

    assertThat(String.join("\n", lines))
        .isEqualTo(
            """
            run
              updates           return  score  behaviour  updates/s        time
            spot-maze2d-umaze-lambda-0.1-dropout-0.2-s0
               60,000  100.00 +- 10.00   50.0       12.3        813  4 min 05 s
            spot-maze2d-umaze-lambda-0.1-dropout-0.2-s1
               60,000    60.00 +- 0.00   30.0       12.3        813  4 min 05 s

            spot-maze2d-umaze-lambda-0.1-dropout-0.2 over 2 seeds: score 40.0, std over
              seeds 14.1 (30.0 to 50.0)""");
    assertThat(lines).allMatch(line -> line.length() <= 80);
  }

  @Test
  void differentConfigurationsWithOneNameAreNotMixed() {
    assertThat(
            RunSeries.table(
                List.of(
                    Summaries.of("1", Summaries.done("mazes", "mine-s0", STANDARD, 1.0)),
                    Summaries.of("2", Summaries.done("mazes", "mine-s1", STANDARD, 2.0))),
                120))
        .hasSize(3);
  }

  @Test
  void aRepeatedSeedCountsOnce() {
    RunSummary run = Summaries.done("mazes", "spot-s0", STANDARD, 1.0);

    assertThat(RunSeries.table(List.of(run, run), 120)).hasSize(3);
    assertThat(
            RunSeries.table(
                List.of(run, run, Summaries.done("mazes", "spot-s1", STANDARD, 2.0)), 120))
        .anyMatch(line -> line.startsWith("spot over 2 seeds: score 0.8, "));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void afterAnyFailureTheNextRunStarts(Throwable failure, int code, String reason)
      throws IOException {
    StringWriter errors = new StringWriter();
    RunSeries series = new RunSeries(new PrintWriter(printed), new PrintWriter(errors), 2, false);

    series.add(
        "bad.yaml, seed 0",
        () -> {
          throw unchecked(failure);
        });
    series.add("good.yaml, seed 0", () -> Summaries.done("mazes", "spot-s0", STANDARD, 1.0));

    assertThat(series.close()).isEqualTo(code);
    assertThat(printed.toString()).contains("spot-s0");
    assertThat(errors.toString().lines().toList())
        .hasSize(3)
        .anyMatch(line -> line.startsWith("error: " + reason))
        .contains("1 of 2 runs failed:")
        .last()
        .asString()
        .startsWith("  bad.yaml, seed 0: " + reason);
    Matcher file = Pattern.compile("stack trace is in (.*)").matcher(errors.toString());
    if (file.find()) {
      assertThat(Path.of(file.group(1))).content().contains("at org.spotrl.cli.RunSeriesTest");
      Files.delete(Path.of(file.group(1)));
    }
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new SpotRunException("training diverged"), 1, "training diverged"),
        Arguments.of(new SpotInputException("no such data"), 2, "no such data"),
        Arguments.of(
            new IllegalStateException("two\nlines"), 1, "IllegalStateException: two lines; the"),
        Arguments.of(new StackOverflowError(), 1, "StackOverflowError; the stack trace is in "),
        Arguments.of(
            new OutOfMemoryError("Java heap space"),
            1,
            "OutOfMemoryError: Java heap space (SPOT_JAVA_OPTS=-Xmx16g gives"));
  }

  private static RuntimeException unchecked(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return (RuntimeException) failure;
  }

  @Test
  void aSingleRunHasNoSummaryOfFailures() {
    StringWriter errors = new StringWriter();
    RunSeries series = new RunSeries(new PrintWriter(printed), new PrintWriter(errors), 2, false);

    series.add(
        "one",
        () -> {
          throw new SpotRunException("a reason");
        });

    assertThat(series.close()).isEqualTo(1);
    assertThat(errors).hasToString("error: a reason%n".formatted());
  }

  @Test
  void runsOfTwoExperimentsAreNotMixed() {
    assertThat(
            RunSeries.table(
                List.of(
                    Summaries.done("mazes", "spot-s0", STANDARD, 1.0),
                    Summaries.done("others", "spot-s0", STANDARD, 2.0)),
                120))
        .hasSize(3)
        .noneMatch(line -> line.contains("over 2 seeds"));
  }

  private int print(RunSummary... runs) {
    return RunSeries.print(new PrintWriter(printed), List.of(runs), unsent, 80);
  }
}

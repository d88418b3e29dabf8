package org.spotrl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spotrl.experiments.run.RunSummary;

class RunSeriesTest {

  private static final Path STANDARD = Path.of("mlruns").toAbsolutePath();

  private final List<String> unsent = new ArrayList<>();
  private final StringWriter printed = new StringWriter();

  @Test
  void afterRunsThatAreDoneComesTheTableAndTheWayToLookAtThem() {
    int code = print(Summaries.done("mazes", "spot-s0", STANDARD, 100.0));

    assertThat(code).isZero();
    assertThat(printed.toString())
        .contains("spot-s0", "50.0")
        .endsWith("%nshow it in MLflow: spot ui%n".formatted())
        .doesNotContain("resume");
  }

  @Test
  void afterAStopComesTheWayToGoOn() {
    int code =
        print(
            Summaries.done("mazes", "spot-s0", STANDARD, 100.0),
            Summaries.stopped("spot-s1", STANDARD));

    assertThat(code).isEqualTo(1);
    assertThat(printed.toString())
        .contains("stopped, checkpoint saved; resume with: spot resume id-of-spot-s1")
        .doesNotContain("spot resume id-of-spot-s0");
  }

  @Test
  void runsElsewhereAreNamedByTheirFolder() {
    Path elsewhere = Path.of("other", "runs").toAbsolutePath();

    print(Summaries.stopped("spot-s0", elsewhere));

    assertThat(printed.toString())
        .contains("resume with: spot resume " + elsewhere.resolve("1").resolve("id-of-spot-s0"))
        .contains("show it in MLflow: spot ui --in " + elsewhere);
  }

  @Test
  void whatServersLackIsToldEvenIfNoRunEndedWell() {
    unsent.add("spot push --to http://localhost:5000");

    int code = print();

    assertThat(code).isZero();
    assertThat(printed)
        .hasToString("send the rest with: spot push --to http://localhost:5000%n".formatted());
  }

  @Test
  void runsThatDifferByTheirSeedAreSummedUp() {
    List<String> lines =
        RunSeries.table(
            List.of(
                Summaries.done("mazes", "spot-umaze-s0", STANDARD, 90.0, 110.0),
                Summaries.done("mazes", "spot-umaze-s1", STANDARD, 60.0, 60.0),
                Summaries.done("mazes", "bc-umaze-s0", STANDARD, 4.0),
                Summaries.stopped("spot-umaze-s2", STANDARD)));

    // Scores 50 and 30: mean 40, sample deviation sqrt((10^2 + 10^2) / 1) = 14.1.
    assertThat(String.join("\n", lines))
        .isEqualTo(
            """
            run                      updates           return                        score  behaviour  updates/s        time
            spot-umaze-s0             60,000  100.00 +- 10.00                         50.0       12.3        813  4 min 05 s
            spot-umaze-s1             60,000    60.00 +- 0.00                         30.0       12.3        813  4 min 05 s
            bc-umaze-s0               60,000     4.00 +- 0.00                          2.0       12.3        813  4 min 05 s
            spot-umaze-s2             60,000                -                            -       12.3        813  4 min 05 s
            spot-umaze over 2 seeds                            40.0 +- 14.1 (30.0 to 50.0)\
            """);
  }

  @Test
  void runsOfTwoStudiesAreNotMixed() {
    assertThat(
            RunSeries.table(
                List.of(
                    Summaries.done("mazes", "spot-s0", STANDARD, 1.0),
                    Summaries.done("others", "spot-s0", STANDARD, 2.0))))
        .hasSize(3)
        .noneMatch(line -> line.contains("over 2 seeds"));
  }

  private int print(RunSummary... runs) {
    return RunSeries.print(new PrintWriter(printed), List.of(runs), unsent);
  }
}

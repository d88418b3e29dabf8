package org.spotrl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spotrl.experiments.run.RunSummary;

class FinalReportTest {

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
        .contains("show it in MLflow: spot ui " + elsewhere);
  }

  @Test
  void whatServersLackIsToldEvenIfNoRunEndedWell() {
    unsent.add("spot push --to http://localhost:5000");

    int code = print();

    assertThat(code).isZero();
    assertThat(printed)
        .hasToString("send the rest with: spot push --to http://localhost:5000%n".formatted());
  }

  private int print(RunSummary... runs) {
    return RunSeries.print(new PrintWriter(printed), List.of(runs), unsent);
  }
}

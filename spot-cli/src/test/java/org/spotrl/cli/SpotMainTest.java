package org.spotrl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.SpotCommand;
import org.spotrl.api.SpotVersion;

class SpotMainTest {

  @TempDir private Path temp;

  @Test
  void withoutArgumentsItPrintsTheHelp() {
    CommandRun run = CommandRun.of();

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("run ", "resume ", "eval ", "config ", "ui ", "doctor ")
        .contains("spot run experiments/quickstart.yaml")
        .contains("Exit codes: 0 done, 1 the run failed, 2 the input is wrong.");
    assertThat(CommandRun.of("--help").out()).isEqualTo(run.out());
  }

  @Test
  void itPrintsItsVersion() {
    CommandRun run = CommandRun.of("--version");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out().strip()).isEqualTo("spot " + SpotVersion.current());
  }

  @Test
  void anUnknownCommandIsAnInputErrorWithTheNearestOne() {
    assertInputFault(
        CommandRun.of("rum", "x.yaml"), "error: Unmatched arguments", "run", "'spot --help'");
  }

  @Test
  void anUnknownOptionIsAnInputError() {
    assertInputFault(
        CommandRun.of("run", "x.yaml", "--sed", "3"),
        "error: Unknown option",
        "'--sed'",
        "'spot run --help' lists the options");
  }

  @Test
  void theHelpHintHasTheCommandAsTyped() {
    System.setProperty(SpotCommand.PROPERTY, "./spot");
    try {
      assertInputFault(
          CommandRun.of("runs", "compare", "--sed", "3"),
          "'./spot runs compare --help' lists the options");
    } finally {
      System.clearProperty(SpotCommand.PROPERTY);
    }
  }

  @Test
  void aMissingArgumentIsAnInputError() {
    assertInputFault(CommandRun.of("run"), "error: give the experiment files to run");
    assertInputFault(CommandRun.of("eval"), "error: Missing required parameter: 'RUN'");
    assertInputFault(CommandRun.of("resume"), "error: Missing required parameter: 'RUN'");
  }

  @Test
  void aWrongValueIsAnInputError() {
    assertInputFault(
        CommandRun.of("eval", "abc", "--episodes", "0"),
        "error: --episodes must be at least 1, not 0");
    assertInputFault(CommandRun.of("eval", "abc", "--episodes", "many"), "'many' is not an int");
    assertInputFault(CommandRun.of("run", "x.yaml", "--seeds", "3-1"), "error: --seeds 3-1: '3-1'");
  }

  @Test
  void aMissingFileIsAnInputError() {
    Path file = temp.resolve("absent.yaml");

    assertInputFault(CommandRun.of("run", file.toString()), "error: ", file.toString());
  }

  @Test
  void allProblemsOfAFileAreReportedWithTheirPositions() throws IOException {
    Path file =
        Files.writeString(
            temp.resolve("bad.yaml"),
            """
            dataset: collected
            algorithm: {type: spot, lamda: 1}
            sede: 3
            """);

    assertInputFault(
        CommandRun.of("run", file.toString()),
        "bad.yaml:2:25: unknown setting",
        "bad.yaml:3:1: unknown setting",
        "did you mean 'seed'?");
  }

  @Test
  void anUnknownRunIsAnInputError() {
    for (String command : new String[] {"resume", "eval"}) {
      assertInputFault(
          CommandRun.of(command, "abc", "--in", temp.toString()),
          "error: there is no run 'abc' in " + temp);
    }
  }

  private static void assertInputFault(CommandRun run, String... told) {
    assertThat(run.err()).contains(told);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.showsStackTrace()).as(run.err()).isFalse();
  }
}

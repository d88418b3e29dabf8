package org.spotrl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.statistics.RunningStatistics;
import org.spotrl.data.format.StepTable;

class DataCommandTest {

  @TempDir private Path temp;

  private Path log(String rows) throws IOException {
    return Files.writeString(
        temp.resolve("log.csv"), "observations_0,actions,rewards,terminals,timeouts\n" + rows);
  }

  @Test
  void theListHasAllNamesAndTheFilesThatAreHere() throws IOException {
    Path file = Files.createFile(temp.resolve("hopper_medium-v2.hdf5"));

    CommandRun run = CommandRun.of("data", "list", "--data-dir", temp.toString());

    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines().limit(37))
        .allMatch(line -> line.contains("-v") || line.startsWith("name"));
    assertThat(run.out()).containsPattern("hopper-medium-v2 +hopper-v2 +" + file);
  }

  @Test
  void aFileIsDescribedWithItsReturns() throws IOException {
    // Returns 3 and 5: mean 4, standard deviation 1.
    Path file = log("0,0.5,1,0,0\n1,-0.5,2,1,0\n5,0.25,5,0,1\n");

    CommandRun run = CommandRun.of("data", "info", file.toString());

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("3; 2 transitions, observations of 1, actions of 1")
        .contains("2; 1 ended by the task, 1 by a timeout")
        .contains("returns    4.00 +- 1.00 (3.00 to 5.00)");
  }

  @Test
  void aHistogramHasABarForEachRange() {
    double[] values = {0, 0, 1, 10};
    RunningStatistics range = new RunningStatistics();
    for (double value : values) {
      range.add(value);
    }

    assertThat(DataCommand.histogram(values, range))
        .hasSize(10)
        .startsWith(
            "        0.00  " + "#".repeat(40) + " 2",
            "        1.00  " + "#".repeat(20) + " ".repeat(20) + " 1");
  }

  @Test
  void faultsAreListedByRowAndEndWithCode1() throws IOException {
    Path file = log("0,0.5,nan,0,0\n1,-0.5,2,1,1\n");

    CommandRun run = CommandRun.of("data", "verify", file.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains("row 0: rewards, dimension 0 is NaN")
        .contains("row 1: terminals and timeouts are both 1");
  }

  @Test
  void aConvertedFileHasTheSameStepsAndReplacesNoOther() throws IOException {
    Path file = log("0,0.5,1,0,0\n1,-0.5,2,1,0\n5,0.25,5,0,1\n");
    Path out = temp.resolve("out.hdf5");

    CommandRun run = CommandRun.of("data", "convert", file.toString(), out.toString());
    StepTable steps = StepTable.read(out, true);

    assertThat(run.exitCode()).isZero();
    assertThat(steps.observations()).containsExactly(0, 1, 5);
    assertThat(steps.actions()).containsExactly(0.5f, -0.5f, 0.25f);
    assertThat(steps.terminals()).containsExactly(0, 1, 0);
    assertThat(steps.timeouts()).containsExactly(0, 0, 1);
    CommandRun again = CommandRun.of("data", "convert", file.toString(), out.toString());
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.err()).contains("exists");
  }

  @Test
  void aDataSetForMinariHasTheSameStepsAndConvertsBack() throws IOException {
    Path file = log("0,0.5,1,0,0\n1,-0.5,2,1,0\n5,0.25,5,0,0\n6,0.25,5,0,1\n");
    String dir = "--data-dir=" + temp;

    CommandRun run = CommandRun.of("data", "convert", file.toString(), "own/log-v0", dir);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("left out   1 steps without a next observation")
        .contains(temp.resolve("own/log-v0").toString());
    assertThat(CommandRun.of("data", "list", dir).out())
        .containsPattern("own/log-v0 +none +" + temp);
    assertThat(CommandRun.of("data", "info", "own/log-v0", dir).out())
        .contains("3; 3 transitions, observations of 1, actions of 1")
        .contains("2; 1 ended by the task, 1 by a timeout");
    CommandRun verified = CommandRun.of("data", "verify", "own/log-v0", dir);
    assertThat(verified.exitCode()).isZero();
    assertThat(verified.out()).contains("main_data.hdf5: sha256 ", "3 steps, nothing is wrong");
    CommandRun again = CommandRun.of("data", "convert", file.toString(), "own/log-v0", dir);
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.err()).contains("exists");

    Path back = temp.resolve("back.hdf5");
    assertThat(CommandRun.of("data", "convert", "own/log-v0", back.toString(), dir).exitCode())
        .isZero();
    StepTable steps = StepTable.read(back, true);
    assertThat(steps.observations()).containsExactly(0, 1, 5);
    // A terminal's next observation is D4RL's: that of the next row.
    assertThat(steps.nextObservations()).containsExactly(1, 5, 6);
    assertThat(steps.actions()).containsExactly(0.5f, -0.5f, 0.25f);
    assertThat(steps.terminals()).containsExactly(0, 1, 0);
    assertThat(steps.timeouts()).containsExactly(0, 0, 1);
  }

  @Test
  void whatIsNotHereIsExplained() {
    CommandRun absent =
        CommandRun.of("data", "info", "hopper-expert-v2", "--data-dir", temp.toString());
    CommandRun unknown = CommandRun.of("data", "verify", "hopper-expert");
    CommandRun minari = CommandRun.of("data", "info", "mujoco/hopper/none-v0");

    assertThat(absent.exitCode()).isEqualTo(2);
    assertThat(absent.err()).contains("hopper_expert-v2.hdf5").contains("data fetch");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("neither a file nor a name");
    assertThat(minari.exitCode()).isEqualTo(2);
    assertThat(minari.err()).contains("minari download mujoco/hopper/none-v0");
  }
}

package org.spotrl.studies.sweep.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.host.ExternalCommand;

/** Slurm's commands with recorded answers; {@code SlurmTest} of spot-cli asks a real Slurm. */
class SlurmTest {

  /** As squeue prints it, with its wide columns. */
  private static final String QUEUE =
      """
      2                   PENDING             1         BeginTime
      1                   RUNNING             0         None
      """;

  @Test
  void runningTasksComeFromTheQueueAndEndedOnesFromTheAccounts() {
    Slurm slurm =
        answering(
            Map.of(
                "squeue",
                answer(0, QUEUE),
                "sacct",
                answer(
                    0,
                    """
                    7_0|OUT_OF_MEMORY|0:125
                    7_1|PREEMPTED|0:0
                    7_3|CANCELLED by 1000|0:0
                    7_[4-9]|PENDING|0:0
                    """)));

    assertThat(slurm.tasks("7").values())
        .containsExactly(
            new SlurmTask(0, "OUT_OF_MEMORY", 0, "exit code 0:125"),
            new SlurmTask(1, "RUNNING", 0, ""),
            new SlurmTask(2, "PENDING", 1, "BeginTime"),
            new SlurmTask(3, "CANCELLED", 0, ""));
  }

  @Test
  void aJobThatSlurmHasForgottenHasNoTasks() {
    Slurm slurm =
        answering(
            Map.of(
                "squeue", answer(1, "slurm_load_jobs error: Invalid job id specified"),
                "sacct", answer(1, "Slurm accounting storage is disabled")));

    assertThat(slurm.tasks("7")).isEmpty();
  }

  /** Otherwise a study would be submitted twice while the controller is down. */
  @Test
  void aQueueThatDoesNotAnswerIsAnError() {
    Slurm slurm =
        answering(
            Map.of(
                "squeue",
                answer(1, "slurm_load_jobs error: Unable to contact slurm controller"),
                "sacct",
                answer(0, "")));

    assertThatThrownBy(() -> slurm.tasks("7"))
        .isInstanceOf(SpotRunException.class)
        .hasMessageContaining("squeue --jobs=7")
        .hasMessageContaining("Unable to contact slurm controller");
  }

  @Test
  void theJobIdIsInTheLastLineAlsoWithTheNameOfACluster() {
    assertThat(
            answering(Map.of("sbatch", answer(0, "sbatch: a warning\n31;main\n")))
                .submit(List.of("job.sh")))
        .isEqualTo("31");
    assertThatThrownBy(
            () ->
                answering(Map.of("sbatch", answer(1, "sbatch: error: invalid account\n")))
                    .submit(List.of("--account=x", "job.sh")))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("invalid account")
        .hasMessageContaining("sbatch --parsable --account=x job.sh");
  }

  @Test
  void theLargestArrayIsThatOfTheClustersConfiguration() {
    String config = "MaxArraySize            = 1001\nMaxDBDMsgs              = 20020\n";

    assertThat(answering(Map.of("scontrol", answer(0, config))).largestArray()).isEqualTo(1001);
  }

  @Test
  void missingCommandsAreSaid() {
    Slurm slurm =
        new Slurm(
            line -> {
              throw new IOException("error=2");
            });

    assertThat(slurm.isInstalled()).isFalse();
    assertThatThrownBy(() -> slurm.submit(List.of("job.sh")))
        .isInstanceOf(SpotInputException.class)
        .hasMessageStartingWith("no sbatch found");
  }

  private static Slurm answering(Map<String, ExternalCommand.Result> answers) {
    return new Slurm(
        line -> {
          ExternalCommand.Result answer = answers.get(line.get(0));
          if (answer == null) {
            throw new IOException(line.get(0) + " is not expected");
          }
          return answer;
        });
  }

  private static ExternalCommand.Result answer(int exitCode, String text) {
    return new ExternalCommand.Result(false, exitCode, text.lines().toList());
  }
}

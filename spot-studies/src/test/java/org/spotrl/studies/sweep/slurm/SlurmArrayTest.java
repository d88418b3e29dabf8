package org.spotrl.studies.sweep.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.studies.study.RunProgress;
import org.spotrl.studies.study.StudyPlan;
import org.spotrl.studies.sweep.SweepState;

/** What is recorded, corrected by the states of the tasks. */
class SlurmArrayTest {

  @ParameterizedTest
  @CsvSource({
    // Recorded, Slurm's state, what is shown.
    "PENDING,  PENDING,       PENDING",
    "STOPPED,  PENDING,       STOPPED",
    "FAILED,   PENDING,       PENDING",
    "STOPPED,  RUNNING,       RUNNING",
    "PENDING,  CONFIGURING,   RUNNING",
    "FINISHED, COMPLETING,    FINISHED",
    "PENDING,  OUT_OF_MEMORY, FAILED",
    "STOPPED,  OUT_OF_MEMORY, STOPPED",
    "STOPPED,  TIMEOUT,       STOPPED",
    "PENDING,  CANCELLED,     PENDING",
    "FAILED,   FAILED,        FAILED"
  })
  void aQueuedOrRunningTaskCountsMoreThanTheRecord(
      RunProgress recorded, String state, RunProgress shown) {
    assertThat(combined(recorded, new SlurmTask(0, state, 0, "")).progress()).isEqualTo(shown);
  }

  @Test
  void aFailureBeforeTheRunBeganHasSlurmsReason() {
    SlurmTask task = new SlurmTask(0, "NODE_FAIL", 0, "NodeDown");

    assertThat(combined(RunProgress.PENDING, task).reason())
        .isEqualTo("Slurm: NODE_FAIL (NodeDown)");
  }

  @Test
  void aTaskThatWaitsAgainIsShownAsRequeued() {
    assertThat(new SlurmTask(0, "PENDING", 2, "BeginTime").text())
        .isEqualTo("REQUEUED (BeginTime)");
    assertThat(new SlurmTask(0, "RUNNING", 2, "").text()).isEqualTo("RUNNING");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--array=0-3", "-a", "-a0-3", "--wrap=ls", "--clusters=b", "-Mb"})
  void optionsThatWouldChangeTheRunsOfTheTasksAreRefused(String option) {
    assertThatThrownBy(() -> new SlurmArray.Options(0, 1, List.of("--time=1", option), List.of()))
        .isInstanceOf(SpotInputException.class)
        .hasMessageStartingWith("--slurm '" + option + "': spot sets the array itself");
  }

  private static SweepState.State combined(RunProgress recorded, SlurmTask task) {
    StudyPlan.PlannedRun run = new StudyPlan.PlannedRun("k-s0", "k", "a", "d", 0, "a-d-s0");
    StudyPlan plan = new StudyPlan("s", "", "", List.of("a"), List.of("d"), List.of(run));
    SweepState.State state =
        new SweepState.State(run, recorded, "", 0, 0, Double.NaN, 0, "a reason");
    SweepState before = new SweepState(plan, List.of(state), OptionalDouble.empty());
    return SlurmArray.combine(before, Map.of("k-s0", task)).runs().get(0);
  }
}

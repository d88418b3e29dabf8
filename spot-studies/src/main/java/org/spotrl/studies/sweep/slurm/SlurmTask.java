package org.spotrl.studies.sweep.slurm;

import java.util.Set;

/**
 * A task of a job array, as Slurm shows it.
 *
 * @param index its number in the array, from 0
 * @param state Slurm's state, for example {@code PENDING}
 * @param restarts how often it was requeued
 * @param reason why it is in this state, in Slurm's words; empty if Slurm gives no reason
 */
public record SlurmTask(int index, String state, int restarts, String reason) {

  private static final Set<String> ENDED =
      Set.of(
          "BOOT_FAIL",
          "CANCELLED",
          "COMPLETED",
          "DEADLINE",
          "FAILED",
          "NODE_FAIL",
          "OUT_OF_MEMORY",
          "PREEMPTED",
          "REVOKED",
          "TIMEOUT");

  /** True if it is in the queue or runs. */
  public boolean isActive() {
    return !ENDED.contains(state);
  }

  /** True if it waits to run for the first time or again. */
  public boolean isPending() {
    return isActive() && (state.equals("PENDING") || state.contains("REQUEUE"));
  }

  /** True if it ended by itself or by Slurm without success; a cancelled task has not failed. */
  public boolean hasFailed() {
    return !isActive() && !state.equals("COMPLETED") && !state.equals("CANCELLED");
  }

  /** State and reason, for example {@code FAILED (NonZeroExitCode)}. */
  public String text() {
    String name = isPending() && restarts > 0 ? "REQUEUED" : state;
    return reason.isEmpty() ? name : name + " (" + reason + ")";
  }
}

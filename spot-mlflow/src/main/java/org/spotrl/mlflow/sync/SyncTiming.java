package org.spotrl.mlflow.sync;

import java.time.Duration;
import org.spotrl.api.tracking.RunStatus;

/**
 * The intervals and time limits of a sync.
 *
 * @param interval pause between two passes
 * @param firstPause pause after the first failure; doubles with each further one
 * @param longestPause maximum pause after failures
 * @param patience time limit for sending the rest at the end of a run
 * @param patienceWhenStopped the same for a run that the user stopped
 * @param patienceWhenAway the same for an unavailable server
 */
record SyncTiming(
    Duration interval,
    Duration firstPause,
    Duration longestPause,
    Duration patience,
    Duration patienceWhenStopped,
    Duration patienceWhenAway) {

  /** The values for real runs. */
  static final SyncTiming STANDARD =
      new SyncTiming(
          Duration.ofSeconds(5),
          Duration.ofSeconds(1),
          Duration.ofMinutes(1),
          Duration.ofMinutes(1),
          // Batch systems kill a process about 30 s after asking it to end.
          Duration.ofSeconds(15),
          Duration.ofSeconds(10));

  /** The time limit at the end of a run. */
  Duration patience(RunStatus status) {
    return status == RunStatus.KILLED ? patienceWhenStopped : patience;
  }
}

package org.spotrl.mlflow.sync;

import java.time.Duration;
import org.spotrl.api.tracking.RunStatus;

/**
 * How often a sync looks for something new and how long it waits for its server.
 *
 * @param interval between two looks
 * @param firstPause after the first failure; it doubles with each further one
 * @param longestPause after many failures
 * @param patience at the end of a run, for the rest to be sent
 * @param patienceWhenStopped the same for a run that the user stopped
 * @param patienceWhenAway the same for a server that does not answer
 */
record SyncTiming(
    Duration interval,
    Duration firstPause,
    Duration longestPause,
    Duration patience,
    Duration patienceWhenStopped,
    Duration patienceWhenAway) {

  /** Quick enough to watch a run, rare enough to load no server. */
  static final SyncTiming STANDARD =
      new SyncTiming(
          Duration.ofSeconds(5),
          Duration.ofSeconds(1),
          Duration.ofMinutes(1),
          Duration.ofMinutes(1),
          // Batch systems kill what does not end half a minute after they asked it to.
          Duration.ofSeconds(15),
          Duration.ofSeconds(10));

  /** How long the end of a run waits. */
  Duration patience(RunStatus status) {
    return status == RunStatus.KILLED ? patienceWhenStopped : patience;
  }
}

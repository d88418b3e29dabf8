package org.spotrl.api.tracking;

/** A place where runs are recorded. */
public interface Tracker {

  /**
   * Starts a run; creates the experiment if it does not exist.
   *
   * @throws org.spotrl.api.error.SpotInputException if a name is not allowed or the tracker cannot
   *     be written to
   */
  TrackedRun start(RunDescription description);

  /**
   * Opens a run again to continue it. Metric points and models after the given time are dropped
   * because the run records them again. Later pictures and tables are replaced when they are
   * recorded again.
   *
   * @param runId id of a run of this tracker
   * @param upToMillis a result of {@link TrackedRun#moment}, or 0 for the start of the run
   * @throws org.spotrl.api.error.SpotInputException if there is no such run
   */
  TrackedRun resume(String runId, long upToMillis);
}

package org.spotrl.api.tracking;

/** A place where runs are recorded. */
public interface Tracker {

  /**
   * Starts a run; the experiment is made if it does not exist.
   *
   * @throws org.spotrl.api.error.SpotInputException if a name is not allowed or the place cannot be
   *     written to
   */
  TrackedRun start(RunDescription description);

  /**
   * Opens a run again to continue it. Metric points and models after the given moment are dropped:
   * they will be made again. So will pictures and tables, each in place of its like.
   *
   * @param runId id of a run of this tracker
   * @param upToMillis what {@link TrackedRun#moment} gave, or 0 for the run's start
   * @throws org.spotrl.api.error.SpotInputException if there is no such run
   */
  TrackedRun resume(String runId, long upToMillis);
}

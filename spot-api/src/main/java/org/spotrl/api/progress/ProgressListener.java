package org.spotrl.api.progress;

import java.util.Map;

/** Receives progress reports of long operations, and ends them when the user asks to stop. */
@FunctionalInterface
public interface ProgressListener {

  /** A listener that ignores all reports. */
  ProgressListener NONE = (activity, done, total, figures) -> {};

  /**
   * Reports progress.
   *
   * @param activity name of the operation, for example {@code policy} or {@code collecting}
   * @param done units done so far, at most {@code total}
   * @param total total units
   * @param figures numbers to show beside the progress bar, by name; may be empty
   * @throws org.spotrl.api.error.SpotStoppedException if the user asked to stop. Do not catch it:
   *     it ends the operation. An operation that reports every second stops within a second
   */
  void report(String activity, long done, long total, Map<String, Double> figures);
}

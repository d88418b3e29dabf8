package org.spotrl.api.progress;

import java.util.Map;

/** Receives progress reports of long operations. */
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
   */
  void report(String activity, long done, long total, Map<String, Double> figures);
}

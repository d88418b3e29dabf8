package org.spotrl.api.progress;

import java.util.Map;

/** Hears how far a long piece of work has come. */
@FunctionalInterface
public interface ProgressListener {

  /** A listener that ignores all reports. */
  ProgressListener NONE = (activity, done, total, figures) -> {};

  /**
   * Work has moved on.
   *
   * @param activity what is being done, for example {@code policy} or {@code collecting}
   * @param done units done so far, at most {@code total}
   * @param total units in all
   * @param figures numbers worth showing beside the bar, by name; may be empty
   */
  void report(String activity, long done, long total, Map<String, Double> figures);
}

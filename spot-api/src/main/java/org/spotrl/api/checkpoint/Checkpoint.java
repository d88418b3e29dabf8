package org.spotrl.api.checkpoint;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The saved state of a run.
 *
 * @param configHash hash of the run's resolved configuration
 * @param runId id of the tracked run
 * @param savedAtMillis time of saving, in milliseconds since 1970; a resumed run records later
 *     points again
 * @param elapsedMillis wall time of all processes that worked on the run, in milliseconds, without
 *     the time between them
 * @param progress completed updates of each training phase, and other counters
 * @param measures measurements of the run by name: times, peaks, the best score; finite numbers.
 *     Empty in checkpoints of older versions
 * @param state the learner's state
 */
public record Checkpoint(
    String configHash,
    String runId,
    long savedAtMillis,
    long elapsedMillis,
    Map<String, Long> progress,
    Map<String, Double> measures,
    StateDict state) {

  /** A checkpoint with unmodifiable copies of the maps, sorted by name. */
  public Checkpoint {
    progress = Collections.unmodifiableMap(new TreeMap<>(progress));
    measures = Collections.unmodifiableMap(new TreeMap<>(measures));
  }
}

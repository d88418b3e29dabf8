package org.spotrl.api.checkpoint;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One saved moment of a run.
 *
 * @param configHash hash of the resolved configuration that the run was started with
 * @param runId id of the tracked run that it belongs to
 * @param savedAtMillis time of saving, in milliseconds since 1970; tracked points after it are made
 *     again on resume
 * @param elapsedMillis wall time that the run had taken by then, in milliseconds: that of all
 *     processes that worked on it, the time between them left out
 * @param progress completed updates by training phase, and other counters of the engine
 * @param measures what the engine had measured of the run by then, by name: times, peaks, the best
 *     score; finite numbers. Empty in checkpoints of older versions
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

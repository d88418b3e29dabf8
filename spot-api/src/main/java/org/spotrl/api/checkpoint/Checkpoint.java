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
 * @param state the learner's state
 */
public record Checkpoint(
    String configHash,
    String runId,
    long savedAtMillis,
    long elapsedMillis,
    Map<String, Long> progress,
    StateDict state) {

  /** A checkpoint with an unmodifiable copy of the counters, sorted by name. */
  public Checkpoint {
    progress = Collections.unmodifiableMap(new TreeMap<>(progress));
  }
}

package org.spotrl.api.tracking;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Describes a run when it starts.
 *
 * @param experiment name of the MLflow experiment
 * @param runName name of the run, for example {@code spot-maze2d-umaze-s0}
 * @param note description in Markdown; may be empty
 * @param parameters settings by dotted name
 * @param tags tags to filter and group by, for example algorithm, dataset, seed
 * @param source what started the run, for example the experiment file
 */
public record RunDescription(
    String experiment,
    String runName,
    String note,
    Map<String, String> parameters,
    Map<String, String> tags,
    String source) {

  /** Copies the maps, in the same order. */
  public RunDescription {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
  }
}

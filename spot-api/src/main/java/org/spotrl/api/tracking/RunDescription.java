package org.spotrl.api.tracking;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is known of a run when it starts.
 *
 * @param experiment name of the experiment (the study) that it belongs to
 * @param runName name of the run, for example {@code spot-maze2d-umaze-s0}
 * @param note description in Markdown, may be empty
 * @param parameters settings by dotted name
 * @param tags labels to filter and group by, for example algorithm, dataset, seed
 * @param source what started it, for example the experiment file
 */
public record RunDescription(
    String experiment,
    String runName,
    String note,
    Map<String, String> parameters,
    Map<String, String> tags,
    String source) {

  /** A description with unmodifiable copies of the maps, in the same order. */
  public RunDescription {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
  }
}

package org.spotrl.api.tracking;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The data set of a run, as trackers show it.
 *
 * @param name for example {@code maze2d-umaze-v1}
 * @param digest first characters of its SHA-256, at most 36
 * @param sourceType type of source, for example {@code collected} or {@code file}
 * @param source its location, or how it was collected
 * @param transitions number of transitions
 * @param observationDim size of an observation
 * @param actionDim size of an action
 * @param profile statistics by name, for example {@code reward_mean}
 */
public record DatasetReference(
    String name,
    String digest,
    String sourceType,
    String source,
    int transitions,
    int observationDim,
    int actionDim,
    Map<String, Double> profile) {

  /** Copies the profile, in the same order. */
  public DatasetReference {
    profile = Collections.unmodifiableMap(new LinkedHashMap<>(profile));
  }
}

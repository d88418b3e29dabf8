package org.spotrl.api.tracking;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The data set that a run used, as trackers show it.
 *
 * @param name for example {@code maze2d-umaze-v1}
 * @param digest first characters of its SHA-256, at most 36
 * @param sourceType type of source, for example {@code collected} or {@code file}
 * @param source where it is or how it is made
 * @param transitions number of rows
 * @param observationDim numbers in an observation
 * @param actionDim numbers in an action
 * @param profile further figures by name, for example {@code reward_mean}
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

  /** A reference with an unmodifiable copy of the profile, in the same order. */
  public DatasetReference {
    profile = Collections.unmodifiableMap(new LinkedHashMap<>(profile));
  }
}

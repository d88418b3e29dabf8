package org.spotrl.studies.reproduction;

import java.util.Map;

/** Sees the points of a run as they are recorded. */
@FunctionalInterface
interface PointWatcher {

  /** Values by metric at a step. */
  void recorded(long step, Map<String, Double> values);
}

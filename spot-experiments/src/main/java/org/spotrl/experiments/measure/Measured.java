package org.spotrl.experiments.measure;

import java.util.Map;

/** A quantity of a run that is saved in checkpoints and continues when the run is resumed. */
public interface Measured {

  /** The values to save: finite numbers by name; no other quantity has the same names. */
  Map<String, Double> measures();

  /**
   * Continues from saved values; called once, before anything is measured.
   *
   * @param measures the values of all quantities; an older version of spot may not have saved all
   */
  void resumeFrom(Map<String, Double> measures);
}

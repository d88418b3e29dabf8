package org.spotrl.experiments.measure;

import java.util.Map;

/** A quantity of a run that continues where an earlier process of the run stopped. */
public interface Measured {

  /** What a checkpoint keeps of it: finite numbers by a name that no other quantity has. */
  Map<String, Double> measures();

  /**
   * Continues from what an earlier process measured; called once, before anything is measured.
   *
   * @param measures of all quantities; those that an older version of spot did not keep are absent
   */
  void resumeFrom(Map<String, Double> measures);
}

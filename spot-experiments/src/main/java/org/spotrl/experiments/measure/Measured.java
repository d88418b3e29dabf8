package org.spotrl.experiments.measure;

import java.util.Map;

/** A quantity of a run that goes on where an earlier process of the run left it. */
public interface Measured {

  /** What a checkpoint keeps of it: finite numbers by a name that no other quantity has. */
  Map<String, Double> measures();

  /**
   * Takes up what an earlier process had measured; to be called once, before anything is measured.
   *
   * @param measures of all quantities; those that an older version of spot did not keep are absent
   */
  void goOnFrom(Map<String, Double> measures);
}

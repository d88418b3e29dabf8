package org.spotrl.api.component;

import org.spotrl.api.error.SpotInputException;

/** Checks of settings that bound one another; a configuration record's constructor calls them. */
public final class Bounds {

  private Bounds() {}

  /**
   * Requires that a lower bound is below its upper bound.
   *
   * @param minName its name in files, for example {@code log_std_min}
   * @param maxName the other's
   * @throws SpotInputException if it is not
   */
  public static void requireAscending(String minName, double min, String maxName, double max) {
    if (!(min < max)) {
      throw new SpotInputException(
          "%s is %s and %s is %s; the first must be smaller than the second"
              .formatted(minName, min, maxName, max));
    }
  }
}

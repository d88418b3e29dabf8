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
          "%1$s %2$s and %3$s %4$s; %1$s must be below %3$s".formatted(minName, min, maxName, max));
    }
  }
}

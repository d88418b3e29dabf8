package org.spotrl.api.component;

import org.spotrl.api.error.SpotInputException;

/**
 * Checks that a minimum is below its maximum; configuration records call it in their constructors.
 */
public final class Bounds {

  private Bounds() {}

  /**
   * Requires that a lower bound is below its upper bound.
   *
   * @param minName name of the lower bound in files, for example {@code log_std_min}
   * @param maxName name of the upper bound
   * @throws SpotInputException if it is not
   */
  public static void requireAscending(String minName, double min, String maxName, double max) {
    if (!(min < max)) {
      throw new SpotInputException(
          "%1$s %2$s and %3$s %4$s; %1$s must be below %3$s".formatted(minName, min, maxName, max));
    }
  }
}

package org.spotrl.api.error;

import java.io.Serial;
import java.util.Map;

/**
 * Training diverged: a number is NaN, infinite or beyond a limit. The same configuration and seed
 * diverge again, so the run needs other settings.
 */
public final class SpotDivergenceException extends SpotRunException {

  @Serial private static final long serialVersionUID = 1L;

  /** A failure with a message that says which number it is, and at which update. */
  public SpotDivergenceException(String message) {
    super(message);
  }

  /**
   * Requires that every metric is a finite number.
   *
   * @param moment when they were measured, for the message: {@code at update 7 of phase policy}
   * @throws SpotDivergenceException if one is NaN or infinite
   */
  public static void requireFinite(Map<String, Double> metrics, String moment) {
    metrics.forEach(
        (metric, value) -> {
          if (!Double.isFinite(value)) {
            throw new SpotDivergenceException(
                "training diverged: %s is %s %s".formatted(metric, value, moment));
          }
        });
  }
}

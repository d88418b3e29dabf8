package org.spotrl.api.selection;

/**
 * A criterion's estimate for one run.
 *
 * @param value the estimate; NaN if there is none
 * @param reason why there is none; else empty
 */
public record Estimate(double value, String reason) {

  /**
   * Checks that there is either a finite value or a reason.
   *
   * @throws IllegalArgumentException if there are both or none
   */
  public Estimate {
    if (Double.isFinite(value) != reason.isEmpty()) {
      throw new IllegalArgumentException(
          "an estimate has either a finite value or a reason, not %s and '%s'"
              .formatted(value, reason));
    }
  }

  /** An estimate with this finite value. */
  public static Estimate of(double value) {
    return new Estimate(value, "");
  }

  /** No estimate, for this reason. */
  public static Estimate missing(String reason) {
    return new Estimate(Double.NaN, reason);
  }

  /** True if there is a value. */
  public boolean isPresent() {
    return reason.isEmpty();
  }
}

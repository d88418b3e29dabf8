package org.spotrl.api.env;

/**
 * The two reference returns of D4RL's normalised score.
 *
 * @param minimum return of a random policy, which scores 0
 * @param maximum return of an expert, which scores 100
 */
public record ReferenceScores(double minimum, double maximum) {

  /** No reference: every score is NaN. */
  public static final ReferenceScores NONE = new ReferenceScores(Double.NaN, Double.NaN);

  /** Checks that the maximum is above the minimum, unless there are none. */
  public ReferenceScores {
    if (!(maximum > minimum) && !(Double.isNaN(minimum) && Double.isNaN(maximum))) {
      throw new IllegalArgumentException(
          "the reference maximum %s must be above the minimum %s".formatted(maximum, minimum));
    }
  }

  /** 100 (R - minimum) / (maximum - minimum), as papers report it. */
  public double normalized(double episodeReturn) {
    return 100.0 * (episodeReturn - minimum) / (maximum - minimum);
  }
}

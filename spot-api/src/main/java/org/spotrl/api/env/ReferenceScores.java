package org.spotrl.api.env;

/**
 * The two returns that D4RL's score is measured by.
 *
 * @param minimum return that scores 0 (a random policy's)
 * @param maximum return that scores 100 (an expert's)
 */
public record ReferenceScores(double minimum, double maximum) {

  /** Checks that the maximum is above the minimum. */
  public ReferenceScores {
    if (!(maximum > minimum)) {
      throw new IllegalArgumentException(
          "the reference maximum %s must be above the minimum %s".formatted(maximum, minimum));
    }
  }

  /** 100 (R - minimum) / (maximum - minimum), as papers print it. */
  public double normalized(double episodeReturn) {
    return 100.0 * (episodeReturn - minimum) / (maximum - minimum);
  }
}

package org.spotrl.studies.reproduction;

/**
 * Something about code, libraries or machine that is not as it was.
 *
 * @param what its name
 * @param then its value when the run was made
 * @param now its value here
 * @param effect what it does to the run's numbers
 */
public record EnvironmentDifference(String what, String then, String now, Effect effect) {

  /** Name of the difference that is another git commit. */
  public static final String COMMIT = "commit";

  /** What a difference does to a run's numbers. */
  public enum Effect {
    /** It may change them. */
    POSSIBLE("may change numbers"),
    /** They do not depend on it. */
    NONE("changes no number");

    private final String words;

    Effect(String words) {
      this.words = words;
    }

    /** For a line of a report. */
    public String words() {
      return words;
    }
  }

  /** True if it may be why a number is not the same. */
  public boolean mayChangeNumbers() {
    return effect == Effect.POSSIBLE;
  }
}

package org.spotrl.studies.reproduction;

/**
 * A difference of code, libraries, machine or settings between a recorded run and here.
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

    private final String description;

    Effect(String description) {
      this.description = description;
    }

    /** For a line of a report. */
    public String description() {
      return description;
    }
  }

  /** True if it may be why a number is not the same. */
  public boolean mayChangeNumbers() {
    return effect == Effect.POSSIBLE;
  }
}

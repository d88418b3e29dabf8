package org.spotrl.studies.reproduction;

/**
 * A difference in code, libraries, machine or settings between a recorded run and now.
 *
 * @param what its name
 * @param then its value in the recorded run
 * @param now its value now
 * @param mayChangeNumbers whether it may change numbers
 */
public record EnvironmentDifference(
    String what, String then, String now, boolean mayChangeNumbers) {

  /** Name of a difference in the git commit of spot. */
  public static final String COMMIT = "commit";
}

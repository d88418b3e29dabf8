package org.spotrl.studies.reproduction;

/**
 * A difference of code, libraries, machine or settings between a recorded run and here.
 *
 * @param what its name
 * @param then its value when the run was made
 * @param now its value here
 * @param mayChangeNumbers whether it may be why a number is not the same
 */
public record EnvironmentDifference(
    String what, String then, String now, boolean mayChangeNumbers) {

  /** Name of the difference that is another git commit of spot. */
  public static final String COMMIT = "commit";
}

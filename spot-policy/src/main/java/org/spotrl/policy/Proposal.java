package org.spotrl.policy;

/** Turns standard normal draws into an action at a state. */
@FunctionalInterface
interface Proposal {

  /**
   * The action {@code [A]} that these draws stand for.
   *
   * @param state {@code [S]}
   */
  float[] action(float[] state, float[] draws);
}

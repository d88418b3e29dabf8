package org.spotrl.experiments.replay;

/** What is compared in a row. */
public enum Quantity {
  /** The observation, with that of the recorded state. */
  OBSERVATION("observation"),

  /** The position after the step, qpos. */
  POSITION("next qpos"),

  /** The velocity after the step, qvel. */
  VELOCITY("next qvel"),

  /** The reward, with that of the step. */
  REWARD("reward"),

  /** The reward, with that of being at the row's own observation. */
  STATE_REWARD("reward"),

  /** The terminal flag. */
  TERMINAL("terminal");

  private final String label;

  Quantity(String label) {
    this.label = label;
  }

  /** Its name for users. */
  public String label() {
    return label;
  }
}

package org.spotrl.mujoco.mjcf;

/** How the mass and inertia of capsules follow from their size and density. */
public enum CapsuleInertia {
  /** Those of a capsule: MuJoCo since version 2.1.1, and so Gymnasium. */
  EXACT,

  /**
   * Those of a cylinder with half of each round end added to its length: MuJoCo before version
   * 2.1.1, with which D4RL's data was collected. The cylinder does not collide.
   */
  CYLINDER
}

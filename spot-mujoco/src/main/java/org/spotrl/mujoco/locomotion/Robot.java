package org.spotrl.mujoco.locomotion;

import java.util.function.Predicate;
import java.util.function.Supplier;
import org.spotrl.api.env.ReferenceScores;
import org.spotrl.mujoco.binding.MujocoData;
import org.spotrl.mujoco.env.StartNoise;
import org.spotrl.mujoco.mjcf.ModelText;

/**
 * Gym's robots and their rules, which are the same in Gym's version 2 and Gymnasium's version 4.
 */
@SuppressWarnings("ImmutableEnumChecker") // functions without state
public enum Robot {
  /** Runs on two legs; an episode ends only at its time limit. */
  HALF_CHEETAH(
      HalfCheetahModel::text,
      new Rules(5, new StartNoise(0.1, true), 0.0, 0.1, 1, Double.POSITIVE_INFINITY),
      data -> true,
      new ReferenceScores(-280.178953, 12135.0)),

  /** Hops on one leg; an episode ends when it leans or sinks. */
  HOPPER(
      HopperModel::text,
      new Rules(4, new StartNoise(0.005, false), 1.0, 1e-3, 1, 10),
      Robot::hopperIsHealthy,
      new ReferenceScores(-20.272305, 3234.3)),

  /** Walks on two legs; an episode ends when it falls. */
  WALKER2D(
      Walker2dModel::text,
      new Rules(4, new StartNoise(0.005, false), 1.0, 1e-3, 1, 10),
      Robot::walkerIsHealthy,
      new ReferenceScores(1.629008, 4592.3)),

  /** Runs on four legs in any direction; an episode ends when it jumps or sinks. */
  ANT(
      AntModel::text,
      new Rules(5, new StartNoise(0.1, true), 1.0, 0.5, 2, Double.POSITIVE_INFINITY),
      Robot::antIsHealthy,
      new ReferenceScores(-325.6, 3879.7));

  // Limits beyond which an episode ends: heights in m, leans in rad.
  static final double HOPPER_LOWEST = 0.7;
  static final double HOPPER_LEAN = 0.2;
  static final double WALKER_LOWEST = 0.8;
  static final double WALKER_HIGHEST = 2.0;
  static final double WALKER_LEAN = 1.0;
  static final double ANT_LOWEST = 0.2;
  static final double ANT_HIGHEST = 1.0;

  private static final int TORSO = 1;
  private static final int X = 0;

  // Of the robots in a vertical plane.
  private static final int HEIGHT = 1;
  private static final int ANGLE = 2;

  private static final int HOPPER_POSITIONS = 6;
  private static final int ANT_HEIGHT = 2;
  private static final int ANT_POSITIONS = 15;
  private static final int ANT_VELOCITIES = 14;

  private final Supplier<ModelText> model;
  private final Rules rules;
  private final Predicate<MujocoData> healthy;
  private final ReferenceScores referenceScores;

  Robot(
      Supplier<ModelText> model,
      Rules rules,
      Predicate<MujocoData> healthy,
      ReferenceScores referenceScores) {
    this.model = model;
    this.rules = rules;
    this.healthy = healthy;
    this.referenceScores = referenceScores;
  }

  /** Its model. */
  public ModelText model() {
    return model.get();
  }

  Rules rules() {
    return rules;
  }

  /** D4RL's reference scores. */
  ReferenceScores referenceScores() {
    return referenceScores;
  }

  /** False if the state ends the episode. */
  boolean healthy(MujocoData data) {
    return healthy.test(data);
  }

  /** The position that the reward measures; Gym takes the ant's from its torso, one step behind. */
  double x(MujocoData data) {
    return xLags() ? data.bodyPosition(TORSO, X) : data.position(X);
  }

  /** True if {@link #x} is one physics step behind the position. */
  boolean xLags() {
    return this == ANT;
  }

  /** Checks the bounds of all state elements except x and the height; NaN is out of bounds. */
  private static boolean hopperIsHealthy(MujocoData data) {
    boolean bounded = true;
    for (int i = ANGLE; i < HOPPER_POSITIONS; i++) {
      bounded &= Math.abs(data.position(i)) < 100;
    }
    for (int i = 0; i < HOPPER_POSITIONS; i++) {
      bounded &= Math.abs(data.velocity(i)) < 100;
    }
    return bounded
        && data.position(HEIGHT) > HOPPER_LOWEST
        && Math.abs(data.position(ANGLE)) < HOPPER_LEAN;
  }

  private static boolean walkerIsHealthy(MujocoData data) {
    double height = data.position(HEIGHT);
    return height > WALKER_LOWEST
        && height < WALKER_HIGHEST
        && Math.abs(data.position(ANGLE)) < WALKER_LEAN;
  }

  private static boolean antIsHealthy(MujocoData data) {
    boolean finite = true;
    for (int i = 0; i < ANT_POSITIONS; i++) {
      finite &= Double.isFinite(data.position(i));
    }
    for (int i = 0; i < ANT_VELOCITIES; i++) {
      finite &= Double.isFinite(data.velocity(i));
    }
    double height = data.position(ANT_HEIGHT);
    return finite && height >= ANT_LOWEST && height <= ANT_HIGHEST;
  }
}

package org.spotrl.experiments.config;

import java.util.List;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.component.Setting;
import org.spotrl.api.data.RewardTransform;

/** The reward transforms that an experiment file can select. */
public final class RewardTransforms {

  /** The rewards of the data. */
  public static final ComponentType<NoSettings, RewardTransform> IDENTITY =
      new ComponentType<>(
          RewardTransform.class,
          "identity",
          "The rewards of the data, unchanged.",
          new NoSettings(),
          settings -> RewardTransform.IDENTITY);

  /** 0 where the reward is 1, else -1. */
  public static final ComponentType<NoSettings, RewardTransform> SPARSE_TO_COST =
      new ComponentType<>(
          RewardTransform.class,
          "sparse-to-cost",
          "0 where the reward is 1, else -1: the AntMaze rule of SPOT's authors.",
          new NoSettings(),
          settings -> RewardTransform.SPARSE_TO_COST);

  /** scale * r + shift. */
  public static final ComponentType<Affine, RewardTransform> AFFINE =
      new ComponentType<>(
          RewardTransform.class,
          "affine",
          "scale * reward + shift.",
          Affine.DEFAULTS,
          settings -> RewardTransform.affine(settings.scale(), settings.shift()));

  /** scale * r / (maximum return - minimum return). */
  public static final ComponentType<ReturnRange, RewardTransform> RETURN_RANGE =
      new ComponentType<>(
          RewardTransform.class,
          "return-range",
          "scale * reward / (maximum return - minimum return) of the trajectories.",
          ReturnRange.DEFAULTS,
          settings -> RewardTransform.returnRange(settings.scale()));

  /** All transforms. */
  public static final List<ComponentType<?, RewardTransform>> ALL =
      List.of(IDENTITY, AFFINE, SPARSE_TO_COST, RETURN_RANGE);

  private RewardTransforms() {}

  /** The configuration of a component that has no settings. */
  public record NoSettings() {}

  /**
   * The configuration of a transform by the range of returns.
   *
   * @param scale difference between the maximum and the minimum return after the transform
   */
  public record ReturnRange(
      @Setting(
              value = "Difference between the maximum and the minimum return after the transform.",
              min = 0,
              aboveMin = true,
              source = "IQL's authors, Gym")
          double scale) {

    /** The authors' value: the step limit of Gym's episodes. */
    public static final ReturnRange DEFAULTS = new ReturnRange(1000.0);
  }

  /**
   * The configuration of scale * r + shift.
   *
   * @param scale factor of the reward
   * @param shift added after scaling
   */
  public record Affine(
      @Setting("Factor of the reward.") double scale,
      @Setting("Added after scaling.") double shift) {

    /** Changes nothing. */
    public static final Affine DEFAULTS = new Affine(1.0, 0.0);
  }
}

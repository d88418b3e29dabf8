package org.spotrl.tensorflow.learner;

import java.util.Optional;

/**
 * Where a graph answers for the log density of given actions, in nats.
 *
 * @param pairs for any observations
 * @param atState a cheaper way for many actions at one observation, if there is one
 */
public record DensityProbe(PairProbe pairs, Optional<PairProbe> atState) {

  /** Writes the program that applies a density to fed pairs. */
  public static DensityProbe write(
      LearningContext context, int rows, PairProbe.PairFunction density) {
    return new DensityProbe(
        PairProbe.write(context, "log_density", rows, density), Optional.empty());
  }

  /** Writes another program for many actions at one observation, {@code [1, S]}. */
  public DensityProbe withAtState(
      LearningContext context, int rows, PairProbe.PairFunction density) {
    return new DensityProbe(
        pairs, Optional.of(PairProbe.writeAtState(context, "log_density_at_state", rows, density)));
  }
}

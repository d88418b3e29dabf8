package org.spotrl.api.env;

import java.util.List;

/**
 * The observations of the first episodes of an evaluation, and how to draw them.
 *
 * @param environment the environment
 * @param view what a picture of the episodes shows
 * @param observations raw observations of each episode, {@code [T + 1][S]}: the first after the
 *     reset, then one for each step
 */
public record Rollouts(
    EnvironmentSpec environment, EpisodeView view, List<float[][]> observations) {

  /** Copies the list. */
  public Rollouts {
    observations = List.copyOf(observations);
  }
}

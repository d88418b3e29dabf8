package org.spotrl.experiments.config;

import org.spotrl.api.component.Setting;

/**
 * When the state of training is saved.
 *
 * @param everyUpdates updates, of whatever phase, between two checkpoints
 * @param keep how many checkpoints are kept, the latest ones
 */
public record CheckpointConfig(
    @Setting(value = "Updates, of whatever phase, between two checkpoints.", min = 1)
        long everyUpdates,
    @Setting(value = "How many of the latest checkpoints are kept.", min = 1) int keep) {

  /** One every 10,000 updates, the last two kept. */
  public static final CheckpointConfig DEFAULTS = new CheckpointConfig(10_000, 2);
}

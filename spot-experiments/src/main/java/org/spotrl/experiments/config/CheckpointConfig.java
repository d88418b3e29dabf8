package org.spotrl.experiments.config;

import org.spotrl.api.component.Setting;

/**
 * When checkpoints are saved, and which checkpoints and policies a run keeps.
 *
 * @param everyUpdates updates between two checkpoints, in every phase
 * @param keep how many of the latest checkpoints are kept
 * @param keepBest whether the policy with the best normalised score during training is kept
 * @param keepFinal whether the checkpoints of a finished run are kept
 */
public record CheckpointConfig(
    @Setting(value = "Updates between two checkpoints, in every phase.", min = 1) long everyUpdates,
    @Setting(value = "How many of the latest checkpoints are kept.", min = 1) int keep,
    @Setting("Whether the policy with the best normalised score during training is kept, too.")
        boolean keepBest,
    @Setting(
            value =
                "Whether a finished run keeps its checkpoints, so that 'spot run --from' can continue it. It always keeps its policies.",
            addedLater = true)
        boolean keepFinal) {

  /** A checkpoint every 10,000 updates; a run keeps the last two until it is finished. */
  public static final CheckpointConfig DEFAULTS = new CheckpointConfig(10_000, 2, true, false);
}

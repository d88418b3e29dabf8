package org.spotrl.experiments.config;

import org.spotrl.api.component.Setting;

/**
 * When the state of training is saved, and which policies besides.
 *
 * @param everyUpdates updates of any phase between two checkpoints
 * @param keep how many checkpoints are kept, the latest ones
 * @param keepBest whether the policy with the best score of the periodic evaluations is kept
 * @param keepFinal whether the checkpoints of a finished run are kept
 */
public record CheckpointConfig(
    @Setting(value = "Updates of any phase between two checkpoints.", min = 1) long everyUpdates,
    @Setting(value = "How many of the latest checkpoints are kept.", min = 1) int keep,
    @Setting(
            "Whether the policy with the best normalised score of all evaluations during training"
                + " is kept as well.")
        boolean keepBest,
    @Setting(
            value =
                "Whether a finished run keeps its checkpoints, so that another run can continue from"
                    + " it. Its policies are kept in any case.",
            addedLater = true)
        boolean keepFinal) {

  /** One every 10,000 updates; the last two are kept until the run is finished. */
  public static final CheckpointConfig DEFAULTS = new CheckpointConfig(10_000, 2, true, false);
}

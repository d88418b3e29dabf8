package org.spotrl.experiments.config;

import org.spotrl.api.component.Setting;

/**
 * * How many threads a run uses.
 *
 * @param intraOpThreads threads for one matrix product
 */
public record ExecutionConfig(
    @Setting(
            value =
                "Threads of one matrix product. With 1, results depend only on configuration and seed, and each core does the most work.",
            min = 1)
        int intraOpThreads) {

  /** One thread. */
  public static final ExecutionConfig DEFAULTS = new ExecutionConfig(1);
}

package org.spotrl.experiments.config;

import org.spotrl.api.component.Setting;

/**
 * How the machine is used.
 *
 * @param intraOpThreads threads for one matrix product
 */
public record ExecutionConfig(
    @Setting(
            value =
                "Threads for one matrix product; 1 makes a run a function of its configuration and"
                    + " seed, and is the fastest per core.",
            min = 1)
        int intraOpThreads) {

  /** One thread. */
  public static final ExecutionConfig DEFAULTS = new ExecutionConfig(1);
}

package org.spotrl.studies.reproduction;

import java.nio.file.Path;

/**
 * Options for reproducing a run.
 *
 * @param into the tracking folder for the new run
 * @param updates number of updates, over all phases, after which to stop; {@link #ALL} for all
 * @param toTheEnd whether to continue after the first difference
 */
public record ReproductionOptions(Path into, long updates, boolean toTheEnd) {

  /** All updates of the run. */
  public static final long ALL = Long.MAX_VALUE;
}

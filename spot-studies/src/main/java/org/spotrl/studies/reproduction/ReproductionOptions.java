package org.spotrl.studies.reproduction;

import java.nio.file.Path;

/**
 * How a run is reproduced.
 *
 * @param into the tracking folder that the new run is recorded in
 * @param updates updates, of all phases together, after which it may stop; {@link #ALL} for all
 * @param toTheEnd whether it continues after the first difference
 */
public record ReproductionOptions(Path into, long updates, boolean toTheEnd) {

  /** All updates of the run. */
  public static final long ALL = Long.MAX_VALUE;
}

package org.spotrl.api.data;

import org.spotrl.api.progress.ProgressListener;

/**
 * Where a data set comes from: a file, or a collection run in an environment. An extension point
 * for {@link org.spotrl.api.component.ComponentType}.
 */
public interface DatasetSource {

  /** The id of the environment the data belongs to. */
  String environmentId();

  /**
   * Loads or collects the data; the same source gives the same steps every time.
   *
   * @throws org.spotrl.api.error.SpotInputException if the data is missing, empty, truncated or
   *     does not fit the environment
   */
  Trajectories load(ProgressListener progress);

  /** A short text for tracking: a path, an address, or how the data is made. */
  String description();
}

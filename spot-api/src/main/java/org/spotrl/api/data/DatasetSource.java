package org.spotrl.api.data;

import org.spotrl.api.progress.ProgressListener;

/**
 * Provides a data set: reads a file, or collects the data in an environment. An extension point for
 * {@link org.spotrl.api.component.ComponentType}.
 */
public interface DatasetSource {

  /** Id of the environment that the data comes from. */
  String environmentId();

  /**
   * Loads or collects the data. The same source always returns the same steps.
   *
   * @param progress gets how far it has come; its exception, by which the user stops the work, is
   *     not to be caught
   * @throws org.spotrl.api.error.SpotInputException if the data is missing, empty, truncated or
   *     does not fit the environment
   */
  Trajectories load(ProgressListener progress);

  /** A short text for tracking: a path, a URL, or how the data was collected. */
  String description();
}

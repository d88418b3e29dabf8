package org.spotrl.api.data;

import java.util.Optional;
import java.util.OptionalLong;
import org.spotrl.api.env.EnvironmentSpec;
import org.spotrl.api.progress.ProgressListener;

/**
 * Provides a data set: reads a file, or collects the data in an environment. An extension point for
 * {@link org.spotrl.api.component.ComponentType}.
 */
public interface DatasetSource {

  /** Id of the environment that the data comes from; {@code none} for data without one. */
  String environmentId();

  /**
   * What the source itself knows of its environment, in place of an environment that spot does not
   * have. Then the policy can be trained, but not evaluated. A maximum action of infinity is found
   * in the data.
   *
   * @throws org.spotrl.api.error.SpotInputException if a file that has to be asked is missing or
   *     damaged
   */
  default Optional<EnvironmentSpec> specification() {
    return Optional.empty();
  }

  /**
   * Number of steps, if the source knows it before it loads them.
   *
   * @throws org.spotrl.api.error.SpotInputException as {@link #specification}
   */
  default OptionalLong steps() {
    return OptionalLong.empty();
  }

  /**
   * Loads or collects the data. The same source always returns the same steps.
   *
   * @param progress gets how far it has come; its exception, by which the user stops the work, is
   *     not to be caught
   * @throws org.spotrl.api.error.SpotInputException if the data is missing, empty, truncated or
   *     does not fit the environment
   */
  Trajectories load(ProgressListener progress);

  /**
   * What the data depends on, if loading takes so long that it is worth keeping the result on disk
   * for other runs. Empty: every run loads the data.
   */
  default Optional<String> cacheKey() {
    return Optional.empty();
  }

  /** A short text for tracking: a path, a URL, or how the data was collected. */
  String description();
}

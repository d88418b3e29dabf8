package org.spotrl.cli;

import java.util.Optional;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.data.DataFile;
import org.spotrl.data.d4rl.D4rlDataset;
import org.spotrl.experiments.config.NearestMatch;
import org.spotrl.mujoco.MujocoSuite;

/** The environment of a data file on the command line. */
final class DataEnvironment {

  private DataEnvironment() {}

  /** D4RL's data set in a file, by the name that the user typed or that of the file. */
  static Optional<D4rlDataset> d4rl(DataFile file) {
    return file.d4rl().or(() -> D4rlDataset.ofFile(file.path()));
  }

  /**
   * The id of the environment.
   *
   * @param option the value of --env; empty if it is not given
   * @throws SpotInputException if there is no such environment, or none is known
   */
  static String of(String option, DataFile file, MujocoSuite suite) {
    String known = String.join(", ", suite.ids());
    if (option.isEmpty()) {
      return d4rl(file)
          .map(dataset -> dataset.environment().id())
          .orElseThrow(
              () ->
                  new SpotInputException(
                      "the environment of '%s' is not known; name it: --env ID (known: %s)"
                          .formatted(file.path(), known)));
    }
    if (!suite.ids().contains(option)) {
      throw new SpotInputException(
          "--env: there is no environment '%s'%s (known: %s)"
              .formatted(option, NearestMatch.hint(option, suite.ids()), known));
    }
    return option;
  }
}

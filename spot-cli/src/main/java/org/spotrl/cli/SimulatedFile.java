package org.spotrl.cli;

import org.spotrl.api.error.SpotInputException;
import org.spotrl.data.DataFile;
import org.spotrl.data.d4rl.D4rlDataset;
import org.spotrl.data.d4rl.DataFolders;
import org.spotrl.experiments.config.NearestMatch;
import org.spotrl.mujoco.MujocoSuite;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A data file on the command line, and the environment that simulates its steps. */
final class SimulatedFile {

  @Parameters(paramLabel = "FILE|NAME", description = "A data file, or a D4RL name.")
  private String name = "";

  @Option(
      names = "--env",
      paramLabel = "ID",
      description = "Environment (default: that of the D4RL name).")
  private String environment = "";

  @Mixin private RuntimeOptions runtime = new RuntimeOptions();

  /**
   * What the options stand for.
   *
   * @param file as a data set of D4RL if the name that the user typed or that of the file is one
   * @param suite the environments
   * @param id the environment of the file
   */
  record Found(DataFile file, MujocoSuite suite, String id) {}

  /**
   * Finds the file and its environment.
   *
   * @throws SpotInputException if there is no such file or environment, or none is known
   */
  Found find() {
    DataFile named = DataFile.find(name, DataFolders.of(runtime.dataDir()));
    DataFile file =
        new DataFile(named.path(), named.d4rl().or(() -> D4rlDataset.ofFile(named.path())));
    MujocoSuite suite = runtime.suite();
    return new Found(file, suite, id(file, suite));
  }

  private String id(DataFile file, MujocoSuite suite) {
    String known = String.join(", ", suite.ids());
    if (environment.isEmpty()) {
      return file.d4rl()
          .map(dataset -> dataset.environment().id())
          .orElseThrow(
              () ->
                  new SpotInputException(
                      "the environment of '%s' is not known; name it: --env ID (known: %s)"
                          .formatted(file.path(), known)));
    }
    if (!suite.ids().contains(environment)) {
      throw new SpotInputException(
          "--env: there is no environment '%s'%s (known: %s)"
              .formatted(environment, NearestMatch.hint(environment, suite.ids()), known));
    }
    return environment;
  }
}

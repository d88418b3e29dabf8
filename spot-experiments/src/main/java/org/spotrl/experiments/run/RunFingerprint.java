package org.spotrl.experiments.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.experiments.config.LoadedExperiment;

/**
 * What a run's numbers are a function of; a run may be resumed only while it is the same.
 *
 * @param configHash hash of the configuration, its seed aside
 * @param seed the seed
 * @param datasetDigest SHA-256 of the data as it came
 */
public record RunFingerprint(String configHash, long seed, String datasetDigest) {

  /** Name of the artifact that holds it. */
  public static final String FILE = "config/fingerprint.txt";

  static RunFingerprint of(LoadedExperiment experiment, PreparedData data) {
    return new RunFingerprint(experiment.hash(), experiment.config().seed(), data.digest());
  }

  /** Three lines, each a name and its value. */
  String text() {
    return "config %s%nseed %d%ndataset %s%n"
        .formatted(configHash, seed, datasetDigest)
        .replace("\r", "");
  }

  /**
   * The fingerprint that a text is.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static RunFingerprint parse(String text) {
    List<String> lines = text.lines().toList();
    if (lines.size() != 3) {
      throw new IllegalArgumentException(lines.size() + " lines instead of 3 in " + FILE);
    }
    return new RunFingerprint(
        value(lines.get(0), "config "),
        Long.parseLong(value(lines.get(1), "seed ")),
        value(lines.get(2), "dataset "));
  }

  /**
   * Reads the fingerprint that a run was started with.
   *
   * @throws SpotInputException if it is missing or damaged
   */
  static RunFingerprint read(LocalRun run) {
    Path file = run.artifacts().resolve(FILE);
    try {
      return parse(Files.readString(file));
    } catch (IOException | IllegalArgumentException e) {
      throw new SpotInputException(
          "%s cannot be read (%s), so nothing tells whether this is still the same experiment; restore it, or start a new run"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /**
   * Checks that this, the fingerprint of today, is that of the run.
   *
   * @throws SpotInputException naming what was changed
   */
  void requireSame(RunFingerprint then, LocalRun run) {
    if (!configHash.equals(then.configHash()) || seed != then.seed()) {
      throw new SpotInputException(
          "%s was changed since the run began%s; restore it, or start a new run with it"
              .formatted(
                  run.config(), seed == then.seed() ? "" : " (its seed was " + then.seed() + ")"));
    }
    if (!datasetDigest.equals(then.datasetDigest())) {
      throw new SpotInputException(
          "the data set of run %s is no longer the same: its SHA-256 was %s and is %s. Restore the data, for collected data also the version of MuJoCo, or start a new run"
              .formatted(run.id(), then.datasetDigest(), datasetDigest));
    }
  }

  private static String value(String line, String name) {
    if (!line.startsWith(name)) {
      throw new IllegalArgumentException("'" + line + "' instead of '" + name + "...'");
    }
    return line.substring(name.length());
  }
}

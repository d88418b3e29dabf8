package org.spotrl.experiments.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.experiments.config.DefiningSettings;
import org.spotrl.experiments.config.LoadedExperiment;
import org.spotrl.experiments.provenance.LibraryState;
import org.spotrl.experiments.provenance.Plugin;

/**
 * Everything that a run's results depend on. A run can be resumed only if it is unchanged.
 *
 * @param configHash hash of the configuration without the seed
 * @param seed the seed
 * @param datasetDigest SHA-256 of the data as loaded
 * @param variables environment variables that change results, by name; a variable that is not set
 *     is empty. Older versions of spot recorded none.
 * @param plugins plugins of the run's components, without diagnostics, by component. Older versions
 *     of spot recorded none.
 */
public record RunFingerprint(
    String configHash,
    long seed,
    String datasetDigest,
    Map<String, String> variables,
    Map<String, Plugin> plugins) {

  /** Name of the artifact. */
  public static final String FILE = "config/fingerprint.txt";

  private static final int FIRST_ENTRY = 3;
  private static final String VARIABLE = "variable ";
  private static final Pattern PLUGIN = Pattern.compile("plugin ([^=]+)=(\\S+) (.+)");

  /** Copies and sorts the maps. */
  public RunFingerprint {
    variables = Collections.unmodifiableMap(new TreeMap<>(variables));
    plugins = Collections.unmodifiableMap(new TreeMap<>(plugins));
  }

  static RunFingerprint of(LoadedExperiment experiment, PreparedData data, LibraryState libraries) {
    return new RunFingerprint(
        experiment.hash(),
        experiment.config().seed(),
        data.digest(),
        libraries.variables(),
        Plugin.of(DefiningSettings.componentTypes(experiment.config())));
  }

  /** The artifact's text: lines with a name and a value. */
  String text() {
    StringBuilder text =
        new StringBuilder(
            "config %s\nseed %d\ndataset %s\n".formatted(configHash, seed, datasetDigest));
    variables.forEach(
        (name, value) ->
            text.append(VARIABLE).append(name).append('=').append(oneLine(value)).append('\n'));
    plugins.forEach(
        (component, plugin) ->
            text.append(
                "plugin %s=%s %s\n".formatted(component, plugin.sha256(), oneLine(plugin.file()))));
    return text.toString();
  }

  /**
   * Parses the artifact's text.
   *
   * @throws IllegalArgumentException if it is not valid
   */
  public static RunFingerprint parse(String text) {
    List<String> lines = text.lines().toList();
    if (lines.size() < FIRST_ENTRY) {
      throw new IllegalArgumentException(lines.size() + " lines instead of 3 or more in " + FILE);
    }
    Map<String, String> variables = new TreeMap<>();
    Map<String, Plugin> plugins = new TreeMap<>();
    for (String line : lines.subList(FIRST_ENTRY, lines.size())) {
      Matcher plugin = PLUGIN.matcher(line);
      if (plugin.matches()) {
        plugins.put(plugin.group(1), new Plugin(plugin.group(3), plugin.group(2)));
        continue;
      }
      String variable = value(line, VARIABLE);
      int end = variable.indexOf('=');
      if (end < 0) {
        throw new IllegalArgumentException("no '=' in '" + line + "'");
      }
      variables.put(variable.substring(0, end), variable.substring(end + 1));
    }
    return new RunFingerprint(
        value(lines.get(0), "config "),
        Long.parseLong(value(lines.get(1), "seed ")),
        value(lines.get(2), "dataset "),
        variables,
        plugins);
  }

  /**
   * Reads the recorded fingerprint of a run.
   *
   * @throws SpotInputException if it is missing or damaged
   */
  static RunFingerprint read(LocalRun run) {
    Path file = run.artifacts().resolve(FILE);
    try {
      return parse(Files.readString(file));
    } catch (IOException | IllegalArgumentException e) {
      throw new SpotInputException(
          "%s cannot be read (%s), so spot cannot check that the experiment is unchanged; restore the file, or start a new run"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /**
   * Checks that this fingerprint is equal to the recorded one.
   *
   * @throws SpotInputException with what has changed
   */
  void requireSame(RunFingerprint then, LocalRun run) {
    if (!configHash.equals(then.configHash()) || seed != then.seed()) {
      throw new SpotInputException(
          "%s has changed since the run began%s; restore it, or start a new run with it"
              .formatted(
                  run.config(), seed == then.seed() ? "" : " (its seed was " + then.seed() + ")"));
    }
    if (!datasetDigest.equals(then.datasetDigest())) {
      throw new SpotInputException(
          "the data set of run %s has changed: its SHA-256 was %s and is %s. Restore the data (for collected data, also the version of MuJoCo), or start a new run"
              .formatted(run.id(), then.datasetDigest(), datasetDigest));
    }
    requireSameVariables(then, run);
    requireSamePlugins(then, run);
  }

  private void requireSamePlugins(RunFingerprint then, LocalRun run) {
    List<String> different =
        Plugin.changes(then.plugins(), plugins).stream()
            .map(
                change ->
                    "%s came from %s and now comes from %s"
                        .formatted(change.component(), change.then(), change.now()))
            .toList();
    if (!different.isEmpty()) {
      throw new SpotInputException(
          "run %s would not resume with the same bits: %s. Restore the jar, or start a new run"
              .formatted(run.id(), String.join("; ", different)));
    }
  }

  private void requireSameVariables(RunFingerprint then, LocalRun run) {
    List<String> different = new ArrayList<>();
    variables.forEach(
        (name, value) -> {
          String before = then.variables().getOrDefault(name, oneLine(value));
          if (!before.equals(oneLine(value))) {
            different.add(
                "%s, which %s and %s"
                    .formatted(
                        name,
                        before.isEmpty() ? "was not set" : "was '" + before + "'",
                        value.isEmpty() ? "is not set" : "is '" + value + "'"));
          }
        });
    if (!different.isEmpty()) {
      throw new SpotInputException(
          "run %s would not resume with the same bits, because they depend on the environment variable %s. Restore its value, or start a new run"
              .formatted(run.id(), String.join(", and on ", different)));
    }
  }

  private static String oneLine(String value) {
    return value.replaceAll("\\R", " ");
  }

  private static String value(String line, String name) {
    if (!line.startsWith(name)) {
      throw new IllegalArgumentException("'" + line + "' instead of '" + name + "...'");
    }
    return line.substring(name.length());
  }
}

package org.spotrl.experiments.provenance;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.spotrl.api.SpotVersion;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Code, versions and machine of a run. Together with the configuration and the data, they reproduce
 * its results.
 *
 * @param spot spot's source
 * @param git the user's repository, which contains the working folder
 * @param versions versions of spot, Java and the native libraries, by name, sorted
 * @param variables environment variables that change results, by name, sorted; a variable that is
 *     not set is empty
 * @param plugins plugins of the run's components and diagnostics, by component, sorted @param
 *     machine the machine of the run
 * @param command the command that started the run, without credentials
 */
@JsonPropertyOrder("command")
public record Provenance(
    GitState spot,
    GitState git,
    Map<String, String> versions,
    Map<String, String> variables,
    Map<String, Plugin> plugins,
    Machine machine,
    String command) {

  /** Name of the artifact. */
  public static final String FILE = "config/provenance.json";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  /** User and password of an address: the text between {@code ://} and {@code @}. */
  private static final Pattern CREDENTIALS = Pattern.compile("(?<=://)[^/@\\s]+@");

  /** Copies and sorts the maps, and removes credentials from the command. */
  public Provenance {
    versions = Collections.unmodifiableMap(new TreeMap<>(versions));
    variables = Collections.unmodifiableMap(new TreeMap<>(variables));
    plugins = Collections.unmodifiableMap(new TreeMap<>(plugins));
    command = CREDENTIALS.matcher(command).replaceAll("***@");
  }

  /**
   * The provenance of a run that starts now.
   *
   * @param folder the working folder
   * @param command the command that started the run
   * @param libraries the native libraries, for example {@code tensorflow} and {@code mujoco}
   * @param plugins plugins of the run's components and diagnostics, by component
   */
  public static Provenance collect(
      Path folder, String command, LibraryState libraries, Map<String, Plugin> plugins) {
    Map<String, String> versions = new TreeMap<>(libraries.versions());
    versions.put("spot", SpotVersion.current());
    versions.put(
        "java",
        "%s (%s)"
            .formatted(
                System.getProperty("java.runtime.version"), System.getProperty("java.vendor")));
    return new Provenance(
        GitState.ofSpot(),
        GitState.of(folder),
        versions,
        libraries.variables(),
        plugins,
        Machine.current(),
        command);
  }

  /**
   * Parses the text of {@link #toJson}; a missing value is {@code none} or 0.
   *
   * @throws IllegalArgumentException if the text is not such a JSON object
   */
  public static Provenance parse(String json) {
    Provenance unknown =
        new Provenance(
            GitState.NONE,
            GitState.NONE,
            Map.of(),
            Map.of(),
            Map.of(),
            new Machine("none", "none", 0, 0),
            "");
    try {
      ObjectNode root = JSON.valueToTree(unknown);
      JsonNode read = JSON.readerForUpdating(root).readValue(json);
      return JSON.treeToValue(read, Provenance.class);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          FILE + " is not a valid provenance: " + e.getOriginalMessage(), e);
    }
  }

  /** The provenance as indented JSON; equal values give equal text. */
  public String toJson() {
    return JSON.writeValueAsString(this) + "\n";
  }
}

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
 * Where a run's numbers come from: with the configuration and the data's digest, what is needed to
 * compute them again.
 *
 * @param spot spot's own source, which the numbers depend on
 * @param git the repository that the working folder lies in: the user's own
 * @param versions of spot, Java and the libraries that compute, by name, sorted
 * @param variables environment variables by which the libraries compute otherwise, by name, sorted;
 *     empty for one that is not set
 * @param plugins users' jars that components of the run come from, diagnostics too, by component,
 *     sorted
 * @param machine what the run was computed on
 * @param command what the user typed to start it, without credentials
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

  /** Name of the artifact that holds it. */
  public static final String FILE = "config/provenance.json";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  /** User and password of an address: all between {@code ://} and {@code @}. */
  private static final Pattern CREDENTIALS = Pattern.compile("(?<=://)[^/@\\s]+@");

  /** A provenance with sorted copies of its maps and a command without credentials. */
  public Provenance {
    versions = Collections.unmodifiableMap(new TreeMap<>(versions));
    variables = Collections.unmodifiableMap(new TreeMap<>(variables));
    plugins = Collections.unmodifiableMap(new TreeMap<>(plugins));
    command = CREDENTIALS.matcher(command).replaceAll("***@");
  }

  /**
   * The provenance of a run that starts now; asks git and the system.
   *
   * @param folder the working folder
   * @param command what the user typed
   * @param libraries the native libraries in use, for example {@code tensorflow} and {@code mujoco}
   * @param plugins users' jars that components of the run come from, by component
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
   * The provenance that {@link #toJson} wrote; what a text leaves out is {@code none} or 0.
   *
   * @throws IllegalArgumentException if the text is no such JSON object
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
          FILE + " is not JSON as expected: " + e.getOriginalMessage(), e);
    }
  }

  /** This as JSON, indented, with the same order of members each time. */
  public String toJson() {
    return JSON.writeValueAsString(this) + "\n";
  }
}

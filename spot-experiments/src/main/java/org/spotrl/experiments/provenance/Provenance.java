package org.spotrl.experiments.provenance;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.spotrl.api.SpotVersion;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a run's numbers come from: with the configuration and the data's digest, what is needed to
 * compute them again.
 *
 * @param git the working folder's repository
 * @param versions of spot, Java and the libraries that compute, by name, sorted
 * @param variables environment variables by which the libraries compute otherwise, by name, sorted;
 *     empty for one that is not set
 * @param machine what the run was computed on
 * @param command what the user typed to start it, without credentials
 */
public record Provenance(
    GitState git,
    Map<String, String> versions,
    Map<String, String> variables,
    Machine machine,
    String command) {

  /** Name of the artifact that holds it. */
  public static final String FILE = "config/provenance.json";

  private static final String UNKNOWN = "none";

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** User and password of an address: all between {@code ://} and {@code @}. */
  private static final Pattern CREDENTIALS = Pattern.compile("(?<=://)[^/@\\s]+@");

  /** A provenance with sorted copies of its maps and a command without credentials. */
  public Provenance {
    versions = Collections.unmodifiableMap(new TreeMap<>(versions));
    variables = Collections.unmodifiableMap(new TreeMap<>(variables));
    command = CREDENTIALS.matcher(command).replaceAll("***@");
  }

  /**
   * The provenance of a run that starts now; asks git and the system.
   *
   * @param folder the working folder
   * @param command what the user typed
   * @param libraries the native libraries in use, for example {@code tensorflow} and {@code mujoco}
   */
  public static Provenance collect(Path folder, String command, LibraryState libraries) {
    Map<String, String> versions = new TreeMap<>(libraries.versions());
    versions.put("spot", SpotVersion.current());
    versions.put(
        "java",
        "%s (%s)"
            .formatted(
                System.getProperty("java.runtime.version"), System.getProperty("java.vendor")));
    return new Provenance(
        GitState.of(folder), versions, libraries.variables(), Machine.current(), command);
  }

  /**
   * The provenance that {@link #toJson} wrote; what a text does not tell is {@code none} or 0.
   *
   * @throws IllegalArgumentException if the text is no JSON object
   */
  public static Provenance parse(String json) {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(FILE + " is no JSON: " + e.getOriginalMessage(), e);
    }
    if (!root.isObject()) {
      throw new IllegalArgumentException(FILE + " is no JSON object");
    }
    JsonNode git = root.path("git");
    JsonNode machine = root.path("machine");
    return new Provenance(
        new GitState(text(git, "commit"), text(git, "branch"), text(git, "dirty")),
        texts(root.path("versions")),
        texts(root.path("variables")),
        new Machine(
            text(machine, "os"),
            text(machine, "cpu"),
            machine.path("cores").asInt(0),
            machine.path("memory_bytes").asLong(0)),
        root.path("command").asString(""));
  }

  private static Map<String, String> texts(JsonNode node) {
    Map<String, String> texts = new TreeMap<>();
    node.properties()
        .forEach(member -> texts.put(member.getKey(), member.getValue().asString(UNKNOWN)));
    return texts;
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).asString(UNKNOWN);
  }

  /** This as JSON, indented, with the same order of members each time. */
  public String toJson() {
    ObjectNode root = JSON.createObjectNode();
    root.put("command", command);
    root.putObject("git")
        .put("commit", git.commit())
        .put("branch", git.branch())
        .put("dirty", git.dirty());
    ObjectNode versionNode = root.putObject("versions");
    versions.forEach(versionNode::put);
    ObjectNode variableNode = root.putObject("variables");
    variables.forEach(variableNode::put);
    root.putObject("machine")
        .put("os", machine.os())
        .put("cpu", machine.cpu())
        .put("cores", machine.cores())
        .put("memory_bytes", machine.memoryBytes());
    return JSON.writeValueAsString(root) + "\n";
  }
}

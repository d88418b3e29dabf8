package org.spotrl.experiments.checkpoint;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.spotrl.api.checkpoint.Checkpoint;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.host.Sha256;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code manifest.json} says of a checkpoint.
 *
 * <p>Its last member, {@code checksum}, is the SHA-256 of the other members in the order they
 * stand, written without blanks. It is the same in every format version, so that a flipped bit is
 * not taken for a newer version.
 *
 * @param spotVersion version of spot that wrote it
 * @param savedAt time of saving, to the millisecond
 * @param elapsedMillis wall time the run had taken by then, in milliseconds
 * @param runId id of the tracked run
 * @param configHash hash of the run's resolved configuration
 * @param progress completed updates by phase, and other counters
 * @param measures what the run had measured of itself by then; none in manifests of older versions
 * @param stateBytes size of the state's file
 * @param stateSha256 SHA-256 of the state's file, in hex
 */
record CheckpointManifest(
    String spotVersion,
    Instant savedAt,
    long elapsedMillis,
    String runId,
    String configHash,
    Map<String, Long> progress,
    Map<String, Double> measures,
    long stateBytes,
    String stateSha256) {

  /** The version that is written, and the newest that is read. */
  static final int FORMAT_VERSION = 1;

  static final String FILE = "manifest.json";
  static final String STATE_FILE = "state.safetensors";

  private static final String CHECKSUM = "checksum";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** A fault in a manifest, told without the checkpoint's name. */
  static final class DamagedException extends Exception {
    private static final long serialVersionUID = 1L;

    DamagedException(String message) {
      super(message);
    }
  }

  /** The manifest was written by a version of spot that knows more than this one. */
  static final class NewerFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    NewerFormatException(String message) {
      super(message);
    }
  }

  Checkpoint checkpoint(StateDict state) {
    return new Checkpoint(
        configHash, runId, savedAt.toEpochMilli(), elapsedMillis, progress, measures, state);
  }

  String toJson() {
    ObjectNode root = JSON.createObjectNode();
    root.put("format_version", FORMAT_VERSION);
    root.put("spot_version", spotVersion);
    root.put("saved_at", savedAt.toString());
    root.put("elapsed_millis", elapsedMillis);
    root.put("run_id", runId);
    root.put("config_hash", configHash);
    ObjectNode counters = root.putObject("progress");
    new TreeMap<>(progress).forEach(counters::put);
    ObjectNode figures = root.putObject("measures");
    new TreeMap<>(measures).forEach(figures::put);
    ObjectNode file = root.putObject("state");
    file.put("file", STATE_FILE);
    file.put("bytes", stateBytes);
    file.put("sha256", stateSha256);
    root.put(CHECKSUM, Sha256.of(root.toString()));
    return JSON.writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(root) + "\n";
  }

  static CheckpointManifest parse(String json) throws DamagedException, NewerFormatException {
    JsonNode parsed;
    try {
      parsed = JSON.readTree(json);
    } catch (JacksonException e) {
      throw new DamagedException(FILE + " is not JSON: " + e.getOriginalMessage());
    }
    if (!(parsed instanceof ObjectNode root)) {
      throw new DamagedException(FILE + " is not a JSON object");
    }
    String checksum = text(root, CHECKSUM);
    root.remove(CHECKSUM);
    if (!checksum.equals(Sha256.of(root.toString()))) {
      throw new DamagedException(FILE + " does not match its own checksum");
    }
    long version = number(root, "format_version");
    if (version > FORMAT_VERSION) {
      throw new NewerFormatException(
          "has format version %d (written by spot %s), but this version of spot reads up to %d; use that spot or a newer one"
              .formatted(
                  version,
                  root.path("spot_version").asString("of unknown version"),
                  FORMAT_VERSION));
    }
    Map<String, Long> progress = new TreeMap<>();
    JsonNode counters = root.path("progress");
    for (String name : counters.propertyNames()) {
      progress.put(name, number(counters, name));
    }
    Map<String, Double> measures = new TreeMap<>();
    JsonNode figures = root.path("measures");
    for (String name : figures.propertyNames()) {
      measures.put(name, real(figures, name));
    }
    JsonNode state = root.path("state");
    if (!text(state, "file").equals(STATE_FILE)) {
      throw new DamagedException(FILE + " names another state file than " + STATE_FILE);
    }
    try {
      return new CheckpointManifest(
          text(root, "spot_version"),
          Instant.parse(text(root, "saved_at")),
          number(root, "elapsed_millis"),
          text(root, "run_id"),
          text(root, "config_hash"),
          progress,
          measures,
          number(state, "bytes"),
          text(state, "sha256"));
    } catch (DateTimeException e) {
      throw new DamagedException(FILE + " has no valid time in saved_at: " + e.getMessage());
    }
  }

  private static String text(JsonNode parent, String name) throws DamagedException {
    JsonNode node = parent.path(name);
    if (!node.isString()) {
      throw new DamagedException(FILE + " lacks the text '" + name + "'");
    }
    return node.stringValue();
  }

  private static long number(JsonNode parent, String name) throws DamagedException {
    JsonNode node = parent.path(name);
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw new DamagedException(FILE + " lacks the whole number '" + name + "'");
    }
    return node.longValue();
  }

  private static double real(JsonNode parent, String name) throws DamagedException {
    JsonNode node = parent.path(name);
    if (!node.isNumber()) {
      throw new DamagedException(FILE + " lacks the number '" + name + "'");
    }
    return node.doubleValue();
  }
}

package org.spotrl.experiments.checkpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.spotrl.api.SpotVersion;
import org.spotrl.api.checkpoint.Checkpoint;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.host.Sha256;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The content of a checkpoint's {@code manifest.json}.
 *
 * <p>Its last member, {@code checksum}, is the SHA-256 of the other members, in their order and
 * without spaces. Every format version has it, so that a flipped bit is not mistaken for a newer
 * version.
 *
 * @param formatVersion version of this format
 * @param spotVersion the version of spot that wrote it
 * @param savedAt time of saving, to the millisecond
 * @param elapsedMillis wall time of the run until then, in milliseconds
 * @param runId id of the tracked run
 * @param configHash hash of the run's resolved configuration
 * @param progress completed updates by phase
 * @param measures the run's {@code Measured} values; empty in manifests of older versions
 * @param state the file of the state
 */
record CheckpointManifest(
    int formatVersion,
    String spotVersion,
    Instant savedAt,
    long elapsedMillis,
    String runId,
    String configHash,
    Map<String, Long> progress,
    Map<String, Double> measures,
    StateFile state) {

  /** The version that is written, and the latest that can be read. */
  static final int FORMAT_VERSION = 1;

  static final String FILE = "manifest.json";
  static final String STATE_FILE = "state.safetensors";

  private static final String CHECKSUM = "checksum";
  private static final String VERSION = "format_version";
  private static final String MEASURES = "measures";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  /** Name, size and SHA-256 (hexadecimal) of the state's file. */
  record StateFile(String file, long bytes, String sha256) {}

  /** The manifest of a checkpoint whose state has been written. */
  static CheckpointManifest of(Checkpoint checkpoint, long stateBytes, String stateSha256) {
    return new CheckpointManifest(
        FORMAT_VERSION,
        SpotVersion.current(),
        Instant.ofEpochMilli(checkpoint.savedAtMillis()),
        checkpoint.elapsedMillis(),
        checkpoint.runId(),
        checkpoint.configHash(),
        new TreeMap<>(checkpoint.progress()),
        new TreeMap<>(checkpoint.measures()),
        new StateFile(STATE_FILE, stateBytes, stateSha256));
  }

  Checkpoint checkpoint(StateDict state) {
    return new Checkpoint(
        configHash, runId, savedAt.toEpochMilli(), elapsedMillis, progress, measures, state);
  }

  String toJson() {
    ObjectNode root = JSON.valueToTree(this);
    root.put(CHECKSUM, Sha256.of(root.toString()));
    return JSON.writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(root) + "\n";
  }

  /**
   * Reads the manifest of a checkpoint.
   *
   * @throws IOException if it is damaged
   * @throws SpotInputException if a newer version of spot wrote it
   */
  static CheckpointManifest read(Path checkpoint) throws IOException {
    String json = Files.readString(checkpoint.resolve(FILE), StandardCharsets.UTF_8);
    try {
      ObjectNode root = JSON.readValue(json, ObjectNode.class);
      String checksum = root.path(CHECKSUM).asString("");
      root.remove(CHECKSUM);
      if (!checksum.equals(Sha256.of(root.toString()))) {
        throw new IOException(FILE + " does not match its own checksum");
      }
      int version = root.path(VERSION).asInt(0);
      if (version > FORMAT_VERSION) {
        throw new SpotInputException(
            "checkpoint %s has format version %d (written by spot %s), but this version of spot reads versions up to %d; use that version of spot or a newer one"
                .formatted(
                    checkpoint,
                    version,
                    root.path("spot_version").asString("of unknown version"),
                    FORMAT_VERSION));
      }
      root.withObject(MEASURES); // Older manifests have none.
      CheckpointManifest manifest = JSON.treeToValue(root, CheckpointManifest.class);
      if (!manifest.state.file.equals(STATE_FILE)) {
        throw new IOException(FILE + " does not name the state file " + STATE_FILE);
      }
      return manifest;
    } catch (JacksonException e) {
      throw new IOException(FILE + " is not a valid manifest: " + e.getOriginalMessage(), e);
    }
  }
}

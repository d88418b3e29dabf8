package org.spotrl.mlflow.server;

import static org.spotrl.mlflow.format.Json.number;
import static org.spotrl.mlflow.format.Json.text;

import java.util.Map;
import org.spotrl.mlflow.format.Json;
import tools.jackson.databind.JsonNode;

/**
 * A logged model as a server holds it.
 *
 * @param id the server's id, {@code m-} and 32 hexadecimal digits
 * @param name its name
 * @param runId the run that made it, empty if none did
 * @param artifactUri where its files are, for {@link TrackingServer#artifacts}
 * @param isReady whether all its files are there
 * @param createdMillis when the server made it, milliseconds since 1970
 * @param tags its labels
 */
public record ServerModel(
    String id,
    String name,
    String runId,
    String artifactUri,
    boolean isReady,
    long createdMillis,
    Map<String, String> tags) {

  /** The model in an answer. */
  static ServerModel of(JsonNode model) {
    JsonNode info = model.path("info");
    return new ServerModel(
        text(info, "model_id"),
        text(info, "name"),
        text(info, "source_run_id"),
        text(info, "artifact_uri"),
        text(info, "status").equals("LOGGED_MODEL_READY"),
        number(info, "creation_timestamp_ms"),
        Json.pairs(info.path("tags")));
  }
}

package org.spotrl.mlflow.server;

import static org.spotrl.mlflow.format.Json.number;
import static org.spotrl.mlflow.format.Json.text;

import java.util.Map;
import org.spotrl.mlflow.format.Json;
import tools.jackson.databind.JsonNode;

/**
 * A logged model on a server.
 *
 * @param id its id: {@code m-} and 32 hexadecimal digits
 * @param name its name
 * @param runId the run that logged it, empty if none
 * @param artifactUri URI of its files, for {@link TrackingServer#artifacts}
 * @param isReady whether its status is READY: all files are uploaded
 * @param createdMillis creation time, milliseconds since 1970
 * @param tags its tags
 */
public record ServerModel(
    String id,
    String name,
    String runId,
    String artifactUri,
    boolean isReady,
    long createdMillis,
    Map<String, String> tags) {

  /** Reads the model in a response. */
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

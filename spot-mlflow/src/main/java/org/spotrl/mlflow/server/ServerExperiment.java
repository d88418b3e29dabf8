package org.spotrl.mlflow.server;

import static org.spotrl.mlflow.format.Json.text;

import java.util.Map;
import org.spotrl.mlflow.format.Json;
import tools.jackson.databind.JsonNode;

/**
 * An experiment as a server holds it.
 *
 * @param id the server's id
 * @param name the name that users know
 * @param tags its labels
 */
public record ServerExperiment(String id, String name, Map<String, String> tags) {

  /** The experiment in an answer. */
  static ServerExperiment of(JsonNode experiment) {
    return new ServerExperiment(
        text(experiment, "experiment_id"),
        text(experiment, "name"),
        Json.pairs(experiment.path("tags")));
  }
}

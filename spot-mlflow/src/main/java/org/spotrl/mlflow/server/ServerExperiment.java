package org.spotrl.mlflow.server;

import static org.spotrl.mlflow.format.Json.text;

import java.util.Map;
import org.spotrl.mlflow.format.Json;
import tools.jackson.databind.JsonNode;

/**
 * An experiment on a server.
 *
 * @param id its id
 * @param name its name
 * @param tags its tags
 */
public record ServerExperiment(String id, String name, Map<String, String> tags) {

  /** Reads the experiment in a response. */
  static ServerExperiment of(JsonNode experiment) {
    return new ServerExperiment(
        text(experiment, "experiment_id"),
        text(experiment, "name"),
        Json.pairs(experiment.path("tags")));
  }
}

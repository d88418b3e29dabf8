package org.spotrl.mlflow.server;

import java.util.Map;

/**
 * An experiment as a server holds it.
 *
 * @param id the server's id
 * @param name the name that users know
 * @param tags its labels
 */
public record ServerExperiment(String id, String name, Map<String, String> tags) {

  /** An experiment with an unmodifiable copy of its tags. */
  public ServerExperiment {
    tags = Map.copyOf(tags);
  }
}

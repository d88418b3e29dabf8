package org.spotrl.mlflow.server;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps what the libraries inside MLflow's client log from the user: they print to the console on
 * their own. What the client itself logs goes through SLF4J, whose settings silence it.
 */
final class ClientNoise {

  // Held here, because Java forgets the settings of loggers that nobody holds.
  private static final List<Logger> SILENT =
      List.of(Logger.getLogger("org.mlflow_project"), Logger.getLogger("org.mlflow"));

  private ClientNoise() {}

  static void silence() {
    SILENT.forEach(logger -> logger.setLevel(Level.OFF));
  }
}

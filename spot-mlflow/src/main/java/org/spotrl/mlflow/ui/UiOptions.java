package org.spotrl.mlflow.ui;

import java.nio.file.Path;
import java.time.Duration;
import org.spotrl.api.error.SpotInputException;

/**
 * Options for opening a tracking folder in MLflow.
 *
 * @param folder the tracking folder, usually {@code mlruns}
 * @param host address to listen on, default {@code 127.0.0.1}: this machine only
 * @param port port to listen on, default 0: a free one
 * @param executable path or name of the {@code mlflow} to use, default empty: the first one found
 * @param install whether to install MLflow in its own environment if none is found, default no
 * @param patience time limit for the server's start, default 3 min; a few seconds are usual
 */
public record UiOptions(
    Path folder, String host, int port, String executable, boolean install, Duration patience) {

  private static final int MAX_PORT = 65_535;

  /**
   * Makes the folder's path absolute and checks the options.
   *
   * @throws SpotInputException if the port is not in [0, 65535], the host is blank or the patience
   *     is not positive
   */
  public UiOptions {
    folder = folder.toAbsolutePath().normalize();
    if (port < 0 || port > MAX_PORT) {
      throw new SpotInputException(
          "port " + port + " is not allowed: 1 to 65535, or 0 for a free one.");
    }
    if (host.isBlank()) {
      throw new SpotInputException(
          "the host to listen on must not be blank; 127.0.0.1 means this machine only.");
    }
    if (patience.isNegative() || patience.isZero()) {
      throw new SpotInputException(
          "the time limit for MLflow's start must be above zero, it is "
              + patience.toSeconds()
              + " s.");
    }
  }

  /** Options with host {@code 127.0.0.1}, a free port and no installation. */
  public UiOptions(Path folder, String executable, Duration patience) {
    this(folder, "127.0.0.1", 0, executable, false, patience);
  }
}

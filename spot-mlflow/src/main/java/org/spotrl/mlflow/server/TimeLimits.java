package org.spotrl.mlflow.server;

import java.time.Duration;
import java.util.Map;
import org.spotrl.api.error.SpotInputException;

/**
 * How long things with a server may take.
 *
 * @param call one call
 * @param stall a transfer of a file without progress: fewer bytes than {@code leastBytes}
 * @param leastBytes bytes
 */
record TimeLimits(Duration call, Duration stall, long leastBytes) {

  /** MLflow's own variable for the limit of a call, in seconds. */
  static final String VARIABLE = "MLFLOW_HTTP_REQUEST_TIMEOUT";

  private static final Duration CALL = Duration.ofSeconds(30);
  private static final Duration STALL = Duration.ofSeconds(60);
  private static final long LEAST_BYTES = 16 * 1024;

  /**
   * 30 s for a call unless the environment says otherwise.
   *
   * @throws SpotInputException if it says no positive number
   */
  static TimeLimits of(Map<String, String> environment) {
    String seconds = environment.getOrDefault(VARIABLE, "").strip();
    if (seconds.isEmpty()) {
      return new TimeLimits(CALL, STALL, LEAST_BYTES);
    }
    try {
      long number = Long.parseLong(seconds);
      if (number > 0 && number <= 24 * 3600) {
        Duration call = Duration.ofSeconds(number);
        return new TimeLimits(call, STALL.compareTo(call) < 0 ? call : STALL, LEAST_BYTES);
      }
    } catch (NumberFormatException e) {
      // Reported below.
    }
    throw new SpotInputException(
        VARIABLE + " is '" + seconds + "', but must be a whole number of seconds, 1 to 86400.");
  }
}

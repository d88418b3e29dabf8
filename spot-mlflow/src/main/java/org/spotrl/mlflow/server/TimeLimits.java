package org.spotrl.mlflow.server;

import java.time.Duration;
import java.util.Map;
import org.spotrl.api.error.SpotInputException;

/**
 * Time limits for a server.
 *
 * @param call limit of one call
 * @param stall limit of a file transfer without progress
 * @param leastBytes number of bytes within {@code stall} that count as progress
 */
record TimeLimits(Duration call, Duration stall, long leastBytes) {

  /** MLflow's variable for the limit of a call, in seconds. */
  static final String VARIABLE = "MLFLOW_HTTP_REQUEST_TIMEOUT";

  private static final long STALL_SECONDS = 60;
  private static final long LEAST_BYTES = 16 * 1024;

  /**
   * Reads the limit of a call from the environment, default 30 s.
   *
   * @throws SpotInputException if the value is not a positive integer
   */
  static TimeLimits of(Map<String, String> environment) {
    String set = environment.getOrDefault(VARIABLE, "").strip();
    String seconds = set.isEmpty() ? "30" : set;
    long number = seconds.matches("[0-9]{1,5}") ? Long.parseLong(seconds) : 0;
    if (number < 1 || number > 86_400) {
      throw new SpotInputException(
          VARIABLE + " is '" + seconds + "', but must be a whole number of seconds, 1 to 86400.");
    }
    Duration stall = Duration.ofSeconds(Math.max(number, STALL_SECONDS));
    return new TimeLimits(Duration.ofSeconds(number), stall, LEAST_BYTES);
  }
}

package org.spotrl.experiments.run;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.host.UserPaths;
import org.spotrl.experiments.config.TrackingConfig;

/**
 * Where a run is recorded.
 *
 * @param folder the folder that the run is written to
 * @param server address of the server that gets a copy; may have credentials
 */
public record TrackingPlace(Path folder, Optional<String> server) {

  /** MLflow's variable with the address of the server. */
  static final String VARIABLE = "MLFLOW_TRACKING_URI";

  private static final String SETTING = "tracking.uri";
  private static final Pattern SERVER = Pattern.compile("https?://.*");
  private static final Pattern WITH_USER =
      Pattern.compile("https?://[^/]*@.*", Pattern.CASE_INSENSITIVE);

  /**
   * The place of a configuration: {@code tracking.uri}, else {@code MLFLOW_TRACKING_URI}, else
   * {@code tracking.folder} without a server.
   *
   * @throws SpotInputException if it is neither a server nor a folder
   */
  static TrackingPlace of(TrackingConfig config, Map<String, String> environment) {
    String variable = environment.getOrDefault(VARIABLE, "").strip();
    if (!config.uri().isBlank()) {
      if (WITH_USER.matcher(config.uri().strip()).matches()) {
        throw new SpotInputException(
            SETTING
                + " contains a user or password, which would be recorded with each run; remove them and set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN");
      }
      return of(SETTING, config.uri().strip(), config, environment);
    }
    return variable.isEmpty()
        ? new TrackingPlace(folder(config, environment), Optional.empty())
        : of(VARIABLE, variable, config, environment);
  }

  /**
   * The place of a command line option.
   *
   * @param option the option, for messages
   * @param text a folder or the address of a server, which may have credentials
   * @throws SpotInputException if it is neither a server nor a folder
   */
  static TrackingPlace named(String option, String text, Map<String, String> environment) {
    return of(option, text.strip(), TrackingConfig.DEFAULTS, environment);
  }

  /** A copy with another server. */
  public TrackingPlace withServer(String address) {
    return new TrackingPlace(folder, Optional.of(address));
  }

  /** A copy with another folder. */
  public TrackingPlace withFolder(Path other) {
    return new TrackingPlace(other, server);
  }

  private static TrackingPlace of(
      String name, String uri, TrackingConfig config, Map<String, String> environment) {
    String lower = uri.toLowerCase(Locale.ROOT);
    if (SERVER.matcher(lower).matches()) {
      return new TrackingPlace(folder(config, environment), Optional.of(uri));
    }
    if (!lower.startsWith("file:") && (lower.equals("databricks") || UserPaths.isAddress(uri))) {
      throw new SpotInputException(
          "%s is '%s', but spot records runs only on an MLflow server (http:// or https://) and in folders; for a database or Databricks, start 'mlflow server' for it and use the server's address"
              .formatted(name, uri.replaceFirst("//[^/]*@", "//***@")));
    }
    return new TrackingPlace(UserPaths.of(environment).path(name, uri), Optional.empty());
  }

  private static Path folder(TrackingConfig config, Map<String, String> environment) {
    return UserPaths.of(environment).path("tracking.folder", config.folder().strip());
  }
}

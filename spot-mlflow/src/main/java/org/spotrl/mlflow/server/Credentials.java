package org.spotrl.mlflow.server;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.spotrl.api.error.SpotInputException;

/**
 * The user and password, or the token, for a server, from MLflow's environment variables, the
 * server's address or MLflow's credentials file.
 *
 * <p>User and password take precedence over a token, as in MLflow's clients. {@link #toString}
 * returns only the source.
 *
 * @param user the user name, empty if none
 * @param password the password, empty if none
 * @param token the token, empty if there is none or a user name is given
 * @param source their source, for messages
 */
record Credentials(String user, String password, String token, String source) {

  static final String USERNAME = "MLFLOW_TRACKING_USERNAME";
  static final String PASSWORD = "MLFLOW_TRACKING_PASSWORD";
  static final String TOKEN = "MLFLOW_TRACKING_TOKEN";

  /** Checks that the values can be sent in a header. */
  Credentials {
    check("user name", user, source);
    check("password", password, source);
    check("token", token, TOKEN);
    token = user.isEmpty() ? token : "";
  }

  /**
   * Reads the credentials from the environment, else the address, else the file. As in MLflow's
   * Python client, user and password may come from different sources.
   *
   * @param userInfo the decoded text before '@' in the server's address; may be empty
   * @throws SpotInputException if only one of user and password is given, or they cannot be sent
   */
  static Credentials of(Map<String, String> environment, String userInfo) {
    String user = environment.getOrDefault(USERNAME, "");
    String password = environment.getOrDefault(PASSWORD, "");
    String token = environment.getOrDefault(TOKEN, "");
    if (!user.isEmpty() && !password.isEmpty()) {
      return new Credentials(user, password, token, USERNAME + " and " + PASSWORD);
    }
    if (user.isEmpty() && password.isEmpty() && !userInfo.isEmpty()) {
      String[] pair = userInfo.split(":", 2);
      String given = pair.length > 1 ? pair[1] : "";
      return new Credentials(pair[0], given, token, "the server's address");
    }
    // As Python's expanduser("~/.mlflow/credentials").
    String home = environment.getOrDefault(File.separatorChar == '\\' ? "USERPROFILE" : "HOME", "");
    Path file = Path.of(home, ".mlflow", "credentials");
    Map<String, String> stored = home.isBlank() || !Files.exists(file) ? Map.of() : read(file);
    String source = file.toString();
    if (!user.isEmpty() || !password.isEmpty()) {
      source = (user.isEmpty() ? PASSWORD : USERNAME) + " and " + file;
    }
    user = user.isEmpty() ? stored.getOrDefault(USERNAME, "") : user;
    password = password.isEmpty() ? stored.getOrDefault(PASSWORD, "") : password;
    if (user.isEmpty() != password.isEmpty()) {
      String given = user.isEmpty() ? PASSWORD : USERNAME;
      String missing = user.isEmpty() ? USERNAME : PASSWORD;
      throw new SpotInputException(
          environment.getOrDefault(given, "").isEmpty()
              ? "%s has %s, but no %s.".formatted(file, lower(given), lower(missing))
              : "%s is set, but %s is not: set both or neither.".formatted(given, missing));
    }
    return new Credentials(user, password, token, user.isEmpty() ? TOKEN : source);
  }

  /** Reads the section {@code [mlflow]} of a file, with names in upper case. */
  private static Map<String, String> read(Path file) {
    Map<String, String> fields = new HashMap<>();
    boolean ours = false;
    try {
      for (String line : Files.readString(file).lines().map(String::strip).toList()) {
        if (line.startsWith("[")) {
          ours = line.equals("[mlflow]");
        } else if (ours && line.matches(".*[=:].*")) {
          String[] field = line.split("[=:]", 2);
          // In Python's format, '%' is written '%%'.
          fields.put(
              field[0].strip().toUpperCase(Locale.ROOT), field[1].strip().replace("%%", "%"));
        }
      }
    } catch (IOException e) {
      // Without e's message, which is unclear for a wrong encoding.
      throw new SpotInputException(
          ("MLflow's credentials file %s cannot be read as UTF-8 text. Correct its"
                  + " permissions or content, or move it away.")
              .formatted(file),
          e);
    }
    return fields;
  }

  private static String lower(String variable) {
    return variable.toLowerCase(Locale.ROOT);
  }

  /** The value of the header {@code Authorization}. */
  Optional<String> authorization() {
    if (!user.isEmpty()) {
      byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
      return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair));
    }
    return token.isEmpty() ? Optional.empty() : Optional.of("Bearer " + token);
  }

  /** Whether there are any credentials. */
  boolean areGiven() {
    return !user.isEmpty() || !token.isEmpty();
  }

  /** Returns a redactor for these credentials. */
  Redactor redactor() {
    return Redactor.of(user, List.of(password, token));
  }

  @Override
  public String toString() {
    // Without the user name, because some servers expect a token in it.
    return areGiven() ? "the credentials of " + source : "no credentials";
  }

  private static void check(String what, String value, String source) {
    if (value.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
      throw new SpotInputException(
          ("the %s for MLflow's server (%s) contains a line end or another control character, which"
                  + " cannot be sent. Set it without one.")
              .formatted(what, source));
    }
  }
}

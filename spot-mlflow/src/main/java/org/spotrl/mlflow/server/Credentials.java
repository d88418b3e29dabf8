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
 * The user and password, or the token, for a server: from MLflow's environment variables, the
 * server's address or MLflow's file of credentials.
 *
 * <p>User and password win over a token, as in MLflow's own clients. {@link #toString} says where
 * they come from and has none of them.
 *
 * @param user the user's name, empty without one
 * @param password the user's password, empty without one
 * @param token the token, empty if there is none or a user's name wins over it
 * @param source where they come from
 */
record Credentials(String user, String password, String token, String source) {

  static final String USERNAME = "MLFLOW_TRACKING_USERNAME";
  static final String PASSWORD = "MLFLOW_TRACKING_PASSWORD";
  static final String TOKEN = "MLFLOW_TRACKING_TOKEN";

  /** Checks that all of it can be sent. */
  Credentials {
    check("user name", user, source);
    check("password", password, source);
    check("token", token, TOKEN);
    token = user.isEmpty() ? token : "";
  }

  /**
   * The credentials of the environment, else those of the address, else those of the file. As in
   * MLflow's Python the file may have what the environment lacks.
   *
   * @param userInfo what stands before '@' in the server's address, decoded; empty if nothing does
   * @throws SpotInputException if one of user and password is missing, or they cannot be sent
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
    // As Python, which writes the path as "~/.mlflow/credentials".
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
              : "%s is set, but %s is not: set both, or none of them.".formatted(given, missing));
    }
    return new Credentials(user, password, token, user.isEmpty() ? TOKEN : source);
  }

  /** The fields of section {@code [mlflow]} of a file, by their names in capitals. */
  private static Map<String, String> read(Path file) {
    Map<String, String> fields = new HashMap<>();
    boolean ours = false;
    try {
      for (String line : Files.readString(file).lines().map(String::strip).toList()) {
        if (line.startsWith("[")) {
          ours = line.equals("[mlflow]");
        } else if (ours && line.matches(".*[=:].*")) {
          String[] field = line.split("[=:]", 2);
          // Python's reader takes '%' for the start of a reference, so users double it.
          fields.put(
              field[0].strip().toUpperCase(Locale.ROOT), field[1].strip().replace("%%", "%"));
        }
      }
    } catch (IOException e) {
      // Not e's message: people do not understand that of a wrong encoding.
      throw new SpotInputException(
          ("%s, where MLflow's users keep their credentials, cannot be read as text. Correct its"
                  + " rights or its content, or move it away.")
              .formatted(file),
          e);
    }
    return fields;
  }

  private static String lower(String variable) {
    return variable.toLowerCase(Locale.ROOT);
  }

  /** Value of the header {@code Authorization}. */
  Optional<String> authorization() {
    if (!user.isEmpty()) {
      byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
      return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair));
    }
    return token.isEmpty() ? Optional.empty() : Optional.of("Bearer " + token);
  }

  /** Whether any are sent. */
  boolean areGiven() {
    return !user.isEmpty() || !token.isEmpty();
  }

  /** What takes these credentials out of texts. */
  Redactor redactor() {
    return Redactor.of(user, List.of(password, token));
  }

  @Override
  public String toString() {
    // Not the name either: some servers take a token in its place.
    return areGiven() ? "the credentials of " + source : "no credentials";
  }

  private static void check(String what, String value, String source) {
    if (value.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
      throw new SpotInputException(
          ("the %s for MLflow's server (%s) has a line end or another control character in it, which"
                  + " cannot be sent. Set it without one.")
              .formatted(what, source));
    }
  }
}

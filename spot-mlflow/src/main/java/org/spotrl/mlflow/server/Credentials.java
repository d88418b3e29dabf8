package org.spotrl.mlflow.server;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.spotrl.api.error.SpotInputException;

/**
 * How to show a server who calls, from MLflow's environment variables, the server's address or
 * MLflow's file of credentials.
 *
 * <p>User and password win over a token, as in MLflow's own clients. The text of this object tells
 * where they are from, and has none of them.
 */
final class Credentials {

  static final String USERNAME = "MLFLOW_TRACKING_USERNAME";
  static final String PASSWORD = "MLFLOW_TRACKING_PASSWORD";
  static final String TOKEN = "MLFLOW_TRACKING_TOKEN";

  private final String user;
  private final String password;
  private final String token;
  private final String source;

  private Credentials(String user, String password, String token, String source) {
    this.user = user;
    this.password = password;
    this.token = token;
    this.source = source;
    check("user name", user);
    check("password", password);
    check("token", token);
  }

  /**
   * The credentials to use: those of the environment, else those of the address, else those of the
   * file. As in MLflow's Python the file may have what the environment lacks.
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
      int colon = userInfo.indexOf(':');
      return new Credentials(
          colon < 0 ? userInfo : userInfo.substring(0, colon),
          colon < 0 ? "" : userInfo.substring(colon + 1),
          token,
          "the server's address");
    }
    CredentialsFile file = CredentialsFile.of(environment);
    String source = file.place();
    if (!user.isEmpty() || !password.isEmpty()) {
      source = (user.isEmpty() ? PASSWORD : USERNAME) + " and " + file.place();
    }
    user = user.isEmpty() ? file.user() : user;
    password = password.isEmpty() ? file.password() : password;
    if (user.isEmpty() != password.isEmpty()) {
      String given = user.isEmpty() ? PASSWORD : USERNAME;
      String missing = user.isEmpty() ? USERNAME : PASSWORD;
      throw new SpotInputException(
          environment.getOrDefault(given, "").isEmpty()
              ? file.place() + " has " + lower(given) + ", but no " + lower(missing) + "."
              : given + " is set, but " + missing + " is not: set both, or none of them.");
    }
    return new Credentials(user, password, token, user.isEmpty() ? TOKEN : source);
  }

  private static String lower(String variable) {
    return variable.toLowerCase(Locale.ROOT);
  }

  /** The user's name, empty without one. */
  String user() {
    return user;
  }

  /** The user's password, empty without one. */
  String password() {
    return password;
  }

  /** The token, empty if there is none or a user's name wins over it. */
  String token() {
    return user.isEmpty() ? token : "";
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

  private void check(String what, String value) {
    if (value.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
      throw new SpotInputException(
          "the "
              + what
              + " for MLflow's server ("
              + (what.equals("token") ? TOKEN : source)
              + ") has a line end or another control character in it, which cannot be sent. Set it"
              + " without one.");
    }
  }
}

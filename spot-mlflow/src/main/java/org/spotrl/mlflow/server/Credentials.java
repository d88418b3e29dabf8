package org.spotrl.mlflow.server;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spotrl.api.error.SpotInputException;

/**
 * How to show a server who calls, from MLflow's environment variables or the server's address.
 *
 * <p>User and password win over a token, as in MLflow's own clients. The text of this object has
 * none of them.
 */
final class Credentials {

  static final String USERNAME = "MLFLOW_TRACKING_USERNAME";
  static final String PASSWORD = "MLFLOW_TRACKING_PASSWORD";
  static final String TOKEN = "MLFLOW_TRACKING_TOKEN";

  private final String user;
  private final String password;
  private final String token;

  private Credentials(String user, String password, String token) {
    this.user = user;
    this.password = password;
    this.token = token;
  }

  /**
   * The credentials to use; those of the environment win over those of the address.
   *
   * @param userInfo what stands before '@' in the server's address, decoded; empty if nothing does
   * @throws SpotInputException if one of user and password is missing, or they cannot be sent
   */
  static Credentials of(Map<String, String> environment, String userInfo) {
    String user = environment.getOrDefault(USERNAME, "");
    String password = environment.getOrDefault(PASSWORD, "");
    if (user.isEmpty() != password.isEmpty()) {
      throw new SpotInputException(
          (user.isEmpty() ? PASSWORD : USERNAME)
              + " is set, but "
              + (user.isEmpty() ? USERNAME : PASSWORD)
              + " is not: set both, or none of them.");
    }
    if (user.isEmpty() && !userInfo.isEmpty()) {
      int colon = userInfo.indexOf(':');
      user = colon < 0 ? userInfo : userInfo.substring(0, colon);
      password = colon < 0 ? "" : userInfo.substring(colon + 1);
    }
    String token = environment.getOrDefault(TOKEN, "");
    check("user name", USERNAME, user);
    check("password", PASSWORD, password);
    check("token", TOKEN, token);
    return new Credentials(user, password, token);
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

  /** What takes these credentials out of texts. */
  Redactor redactor() {
    return Redactor.of(user, List.of(password, token));
  }

  @Override
  public String toString() {
    return user.isEmpty() ? (token.isEmpty() ? "no credentials" : "a token") : "user " + user;
  }

  private static void check(String what, String variable, String value) {
    if (value.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
      throw new SpotInputException(
          "the "
              + what
              + " for MLflow's server (usually in "
              + variable
              + ") has a line end or another control character in it, which cannot be sent. Set it"
              + " without one.");
    }
  }
}

package org.spotrl.mlflow.server;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.spotrl.api.error.SpotInputException;

/**
 * The address of a tracking server, separated from its credentials.
 *
 * @param base scheme, host, port and path, without a trailing slash
 * @param userInfo the decoded text before '@'; may be empty
 */
record ServerAddress(String base, String userInfo) {

  /**
   * Reads an address such as {@code https://user:password@mlflow.example.org/prefix}.
   *
   * @throws SpotInputException if the address is not valid
   */
  static ServerAddress of(String text) {
    URI uri;
    try {
      uri = new URI(text.strip());
    } catch (URISyntaxException e) {
      // Without e's message, which repeats the address with the password.
      throw refused(text, "it is not a valid URL");
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw refused(text, "it does not start with http:// or https://");
    }
    if (uri.getHost() == null) {
      throw refused(
          text, "its host is missing or has characters other than letters, digits, '-' and '.'");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw refused(text, "it must not contain '?' or '#'");
    }
    String path = uri.getRawPath().replaceAll("/+$", "");
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    String userInfo = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo();
    return new ServerAddress(
        scheme + "://" + uri.getHost() + port + path,
        // Before '@', '+' is a plus sign.
        URLDecoder.decode(userInfo.replace("+", "%2B"), StandardCharsets.UTF_8));
  }

  /** Whether the connection is not encrypted. */
  boolean isPlain() {
    return base.startsWith("http:");
  }

  @Override
  public String toString() {
    return base;
  }

  private static SpotInputException refused(String text, String why) {
    // The text before the last '@' may contain a password.
    return new SpotInputException(
        ("'%s' is not the address of an MLflow server: %s. Examples: http://127.0.0.1:5000,"
                + " https://mlflow.example.org.")
            .formatted(text.substring(text.lastIndexOf('@') + 1).strip(), why));
  }
}

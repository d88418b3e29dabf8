package org.spotrl.mlflow.server;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.spotrl.api.error.SpotInputException;

/**
 * The address of a tracking server, apart from what must not be seen in it.
 *
 * @param base scheme, host, port and path, without a slash at its end
 * @param userInfo what stood before '@', decoded; empty if nothing did
 */
record ServerAddress(String base, String userInfo) {

  /**
   * Reads an address such as {@code https://user:password@mlflow.example.org/prefix}.
   *
   * @throws SpotInputException if it is none
   */
  static ServerAddress of(String text) {
    URI uri;
    try {
      uri = new URI(text.strip());
    } catch (URISyntaxException e) {
      // Not e's message: it repeats the whole address, password included.
      throw refused(text, "it is not an address");
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw refused(text, "it does not start with http:// or https://");
    }
    if (uri.getHost() == null) {
      throw refused(
          text, "it has no host, or one with other signs than letters, digits, '-' and '.'");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw refused(text, "it must not have '?' or '#' in it");
    }
    String path = uri.getRawPath().replaceAll("/+$", "");
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    String userInfo = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo();
    return new ServerAddress(
        scheme + "://" + uri.getHost() + port + path,
        // '+' stands for itself before '@'.
        URLDecoder.decode(userInfo.replace("+", "%2B"), StandardCharsets.UTF_8));
  }

  /** Whether what is sent can be read on the way. */
  boolean isPlain() {
    return base.startsWith("http:");
  }

  @Override
  public String toString() {
    return base;
  }

  private static SpotInputException refused(String text, String why) {
    // All before the last '@' may be a password.
    return new SpotInputException(
        ("'%s' is not the address of an MLflow server: %s. It looks like http://127.0.0.1:5000 or"
                + " https://mlflow.example.org.")
            .formatted(text.substring(text.lastIndexOf('@') + 1).strip(), why));
  }
}

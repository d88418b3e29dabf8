package org.spotrl.mlflow.server;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Removes credentials from messages of servers, proxies and libraries. */
final class Redactor {

  private static final String HIDDEN = "***";

  // Also finds credentials of other users or of a proxy, which are not known here.
  private static final Pattern HEADER =
      Pattern.compile("(?i)\\b(basic|bearer|digest|negotiate)(\\s+|\\s*:\\s*)[\\w\\-.~+/=]{6,}");
  private static final Pattern IN_ADDRESS = Pattern.compile("(?<=://)[^/\\s@\"'<>]+@");

  private final List<String> secrets;

  private Redactor(List<String> secrets) {
    this.secrets = secrets;
  }

  /**
   * Creates a redactor for these credentials.
   *
   * @param user the user name; may be empty, and is not secret itself
   * @param secrets passwords and tokens; empty ones are ignored
   */
  static Redactor of(String user, List<String> secrets) {
    return new Redactor(
        secrets.stream()
            .filter(secret -> !secret.isEmpty())
            .flatMap(secret -> forms(user, secret))
            .distinct()
            // Longest first, because a secret may contain another one.
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList());
  }

  /** Replaces each credential by {@code ***}. */
  String clean(String text) {
    String clean = text;
    for (String secret : secrets) {
      clean = clean.replace(secret, HIDDEN);
    }
    clean = HEADER.matcher(clean).replaceAll("$1$2" + HIDDEN);
    return IN_ADDRESS.matcher(clean).replaceAll(HIDDEN + "@");
  }

  /** A secret as it may appear in text, headers, URLs, JSON and HTML. */
  private static Stream<String> forms(String user, String secret) {
    String encoded = URLEncoder.encode(secret, StandardCharsets.UTF_8);
    return Stream.of(
        secret,
        base64(user + ":" + secret),
        base64(secret),
        encoded,
        encoded.replace("+", "%20"),
        secret.replace("\\", "\\\\").replace("\"", "\\\""),
        secret
            .replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace("\"", "&quot;")
            .replace("'", "&#39;"));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}

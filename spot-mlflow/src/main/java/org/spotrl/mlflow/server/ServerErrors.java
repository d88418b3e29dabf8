package org.spotrl.mlflow.server;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.mlflow.tracking.MlflowHttpException;
import org.spotrl.mlflow.format.Json;
import tools.jackson.databind.JsonNode;

/** Turns failed calls into exceptions with the reason and the remedy, without credentials. */
record ServerErrors(String address, Credentials credentials) {

  private static final int MAX_REASON = 400;
  private static final Pattern INVISIBLE =
      Pattern.compile("(?is)<(script|style|head)\\b.*?</\\1>|<!--.*?-->|<[^>]*>");

  private static final Pattern NAMES =
      Pattern.compile("(?i)subject alternative|name matching|match");
  private static final Pattern REGISTRY = Pattern.compile("registered-models|model-versions");

  // Without experiments/get-by-name, which is only called to record.
  private static final Pattern READING =
      Pattern.compile("runs/get|/search|get-history|the list of files|^/version");

  private static final List<Class<? extends Exception>> CERTIFICATE =
      List.of(
          CertificateException.class,
          SSLPeerUnverifiedException.class,
          CertPathBuilderException.class);

  /** Parses the JSON object of a successful response. */
  JsonNode json(String call, String body) {
    return Json.parse(body).filter(JsonNode::isObject).orElseThrow(() -> strange(call, body));
  }

  /**
   * The exception for an error response.
   *
   * @param call the call, for example {@code runs/create}
   * @param status HTTP status, 300 or more
   * @param body the body of the response
   */
  ServerException answered(String call, int status, String body) {
    Optional<JsonNode> json = Json.parse(body).filter(JsonNode::isObject);
    String code = json.map(answer -> Json.text(answer, "error_code")).orElse("");
    String message = json.map(answer -> Json.text(answer, "message")).orElse("");
    // The remedy starts with a full stop.
    String reason = shortened(message.isEmpty() ? body : message).replaceFirst("\\.$", "");
    String sentence =
        "MLflow at %s answered %d to %s%s%s"
            .formatted(address, status, call, reason.isEmpty() ? "" : ": ", reason);
    if (status == 503 && body.contains("--no-serve-artifacts")) {
      return new ServerRefused(sentence, status, code);
    }
    if ((status >= 500 && status != 501) || status == 429 || status == 408 || status == 425) {
      return new ServerUnavailable(sentence);
    }
    return new ServerRefused(sentence + remedy(call, status, body, json.isPresent()), status, code);
  }

  /** The exception for a successful response that is not MLflow's. */
  ServerException strange(String call, String body) {
    if (body.stripLeading().startsWith("{")) {
      return new ServerUnavailable(
          "the response of MLflow at %s to %s is incomplete.".formatted(address, call));
    }
    return new ServerRefused(
        "the server at %s is not an MLflow tracking server: it answered %s with '%s'. Check the address."
            .formatted(address, call, shortened(body)));
  }

  /** The exception for a call without a response. */
  ServerException broken(String call, Throwable failure) {
    if (failure.getCause() instanceof MlflowHttpException answer) {
      return answered(
          call, answer.getStatusCode(), Objects.requireNonNullElse(answer.getBodyMessage(), ""));
    }
    List<Throwable> causes =
        Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
            // A cause of refused connections that says nothing.
            .filter(cause -> !(cause instanceof ClosedChannelException))
            .toList();
    Throwable root = causes.get(causes.size() - 1);
    String reason = reason(root);
    if (has(causes, CERTIFICATE)) {
      return new ServerRefused(
          ("the certificate of MLflow at %s is not trusted: %s. %s Or set %s=true, which disables"
                  + " verification, if the network is trusted.")
              .formatted(address, reason, trusting(reason), Tls.INSECURE));
    }
    if (has(causes, List.of(IOException.class, UnresolvedAddressException.class))) {
      return new ServerUnavailable(
          "MLflow at %s could not be reached for %s: %s.".formatted(address, call, reason),
          !has(causes, List.of(ConnectException.class, HttpTimeoutException.class)));
    }
    return new ServerRefused(
        "call %s to MLflow at %s failed: %s.".formatted(call, address, reason));
  }

  private static boolean has(List<Throwable> causes, List<Class<? extends Exception>> types) {
    return causes.stream().anyMatch(cause -> types.stream().anyMatch(t -> t.isInstance(cause)));
  }

  /** The exception for a call or transfer that timed out. */
  ServerUnavailable late(String call, Duration limit) {
    BigDecimal seconds = BigDecimal.valueOf(limit.toMillis(), 3).stripTrailingZeros();
    return new ServerUnavailable(
        "MLflow at %s made no progress with %s within %s s. %s sets another time limit in seconds."
            .formatted(address, call, seconds.toPlainString(), TimeLimits.VARIABLE));
  }

  /** The remedy for a certificate that is not trusted. */
  private static String trusting(String reason) {
    return NAMES.matcher(reason).find()
        ? "Use an address for which the certificate is valid, or a certificate for this address."
        : "Set %s to a PEM file with the certificate or that of its certificate authority."
            .formatted(Tls.AUTHORITY);
  }

  /** The permission that a call needs on a server with users, and who grants it. */
  private static String permission(String call) {
    if (REGISTRY.matcher(call).find()) {
      return "a new version needs EDIT permission on the registered model. Ask its creator"
          + " or an administrator of the server for it, or set tracking.register to another name.";
    }
    return READING.matcher(call).find()
        ? "reading needs READ permission on the experiment. Ask its creator or an administrator of"
            + " the server for it."
        : "recording needs EDIT permission on the experiment. Ask its creator or an"
            + " administrator of the server for it, or choose another experiment name.";
  }

  private String remedy(String call, int status, String body, boolean isMlflow) {
    if (status < 400) {
      return (". spot does not follow redirects, so that credentials go to no other server. Set"
              + " MLFLOW_TRACKING_URI or tracking.uri to the address above. If it is a sign-in"
              + " page of a proxy, set the credentials for the proxy: %s, or %s"
              + " and %s.")
          .formatted(Credentials.TOKEN, Credentials.USERNAME, Credentials.PASSWORD);
    }
    if (status == 403 && body.contains("Invalid Host header")) {
      return ". Start the server with --allowed-hosts and this host's name, or use its IP address.";
    }
    if ((status == 401 || status == 403) && !credentials.areGiven()) {
      return ". No credentials were sent: set %s and %s, or %s, or write user and password to ~/.mlflow/credentials."
          .formatted(Credentials.USERNAME, Credentials.PASSWORD, Credentials.TOKEN);
    }
    return switch (status) {
      case 401 -> ". The server did not accept " + credentials + ". Correct them.";
      case 403 ->
          ". The user of %s does not have permission: %s".formatted(credentials, permission(call));
      case 404 ->
          isMlflow
              ? ""
              : ". Is this the address of MLflow's tracking server, and is the server new enough?";
      default -> "";
    };
  }

  private String reason(Throwable root) {
    @Nullable String message = root.getMessage();
    if (root instanceof UnknownHostException || root instanceof UnresolvedAddressException) {
      return "unknown host";
    }
    if (root instanceof NoRouteToHostException) {
      return "no route to host";
    }
    if (message == null || message.isBlank()) {
      return root instanceof ConnectException
          ? "connection refused"
          : root.getClass().getSimpleName();
    }
    return shortened(message);
  }

  /** The readable text of a page as one line, without credentials. */
  private String shortened(String text) {
    String line =
        credentials
            .redactor()
            .clean(INVISIBLE.matcher(text).replaceAll(" "))
            .replaceAll("[\\p{Cntrl}\\s]+", " ")
            .strip();
    return line.length() <= MAX_REASON ? line : line.substring(0, MAX_REASON) + "...";
  }
}

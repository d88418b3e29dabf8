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

/**
 * Makes exceptions of failed calls: whether the failure may pass, why it happened and what to do,
 * in a sentence without credentials.
 */
record ServerErrors(String address, Credentials credentials) {

  private static final int MAX_REASON = 400;
  private static final Pattern INVISIBLE =
      Pattern.compile("(?is)<(script|style|head)\\b.*?</\\1>|<!--.*?-->|<[^>]*>");

  private static final Pattern NAMES =
      Pattern.compile("(?i)subject alternative|name matching|match");
  private static final Pattern REGISTRY = Pattern.compile("registered-models|model-versions");

  // An experiment is asked for by its name only to record in it.
  private static final Pattern READING =
      Pattern.compile("runs/get|/search|get-history|the list of files|^/version");

  private static final List<Class<? extends Exception>> CERTIFICATE =
      List.of(
          CertificateException.class,
          SSLPeerUnverifiedException.class,
          CertPathBuilderException.class);

  /** The JSON object that a successful answer has to be. */
  JsonNode json(String call, String body) {
    return Json.parse(body).filter(JsonNode::isObject).orElseThrow(() -> strange(call, body));
  }

  /**
   * An answer that is not a success.
   *
   * @param call what was asked, for example {@code runs/create}
   * @param status HTTP status, 300 or more
   * @param body the answer's text
   */
  ServerException answered(String call, int status, String body) {
    Optional<JsonNode> json = Json.parse(body).filter(JsonNode::isObject);
    String code = json.map(answer -> Json.text(answer, "error_code")).orElse("");
    String message = json.map(answer -> Json.text(answer, "message")).orElse("");
    // The sentence continues with a full stop of its own.
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

  /** An answer with a status of success that MLflow does not give. */
  ServerException strange(String call, String body) {
    if (body.stripLeading().startsWith("{")) {
      return new ServerUnavailable(
          "the answer of MLflow at %s to %s was cut on its way.".formatted(address, call));
    }
    return new ServerRefused(
        "what answers at %s to %s is not MLflow's tracking server: it says '%s'. Check the address."
            .formatted(address, call, shortened(body)));
  }

  /** A call that gave no answer. */
  ServerException broken(String call, Throwable failure) {
    if (failure.getCause() instanceof MlflowHttpException answer) {
      return answered(
          call, answer.getStatusCode(), Objects.requireNonNullElse(answer.getBodyMessage(), ""));
    }
    List<Throwable> causes =
        Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
            // The cause of each refused connection, which says less.
            .filter(cause -> !(cause instanceof ClosedChannelException))
            .toList();
    Throwable root = causes.get(causes.size() - 1);
    String reason = reason(root);
    if (has(causes, CERTIFICATE)) {
      return new ServerRefused(
          ("the certificate of MLflow at %s is not trusted: %s. %s Or set %s=true, which verifies"
                  + " nothing, if nobody on the way can be an attacker.")
              .formatted(address, reason, trusting(reason), Tls.INSECURE));
    }
    if (has(causes, List.of(IOException.class, UnresolvedAddressException.class))) {
      return new ServerUnavailable(
          "MLflow at %s could not be reached for %s: %s.".formatted(address, call, reason),
          !has(causes, List.of(ConnectException.class, HttpTimeoutException.class)));
    }
    return new ServerRefused(
        "%s could not be asked of MLflow at %s: %s.".formatted(call, address, reason));
  }

  private static boolean has(List<Throwable> causes, List<Class<? extends Exception>> types) {
    return causes.stream().anyMatch(cause -> types.stream().anyMatch(t -> t.isInstance(cause)));
  }

  /** A call, or a transfer without progress, that took too long. */
  ServerUnavailable late(String call, Duration limit) {
    BigDecimal seconds = BigDecimal.valueOf(limit.toMillis(), 3).stripTrailingZeros();
    return new ServerUnavailable(
        "MLflow at %s made no progress with %s within %s s. %s sets another limit in seconds."
            .formatted(address, call, seconds.toPlainString(), TimeLimits.VARIABLE));
  }

  /** How Java gets to trust a certificate. */
  private static String trusting(String reason) {
    return NAMES.matcher(reason).find()
        ? "Use an address that is a name in the certificate, or have one made for this address."
        : "Set %s to the file (PEM) with it, or with that of the authority that signed it."
            .formatted(Tls.AUTHORITY);
  }

  /** What a user needs for a call on a server with users, and who grants it. */
  private static String permission(String call) {
    if (REGISTRY.matcher(call).find()) {
      return "a new version needs EDIT on the registered model; its creator has it. Ask the creator"
          + " or an administrator of the server to grant it, or choose another tracking.register.";
    }
    return READING.matcher(call).find()
        ? "reading needs READ on the experiment. Ask its creator or an administrator of the server"
            + " to grant it."
        : "recording needs EDIT on the experiment; its creator has it. Ask the creator or an"
            + " administrator of the server to grant it, or choose another name for the experiment.";
  }

  private String remedy(String call, int status, String body, boolean isMlflow) {
    if (status < 400) {
      return (". A redirect is not followed, as it would pass credentials on. Give the address that it"
              + " leads to, by MLFLOW_TRACKING_URI or where the present one stands. If it leads to a"
              + " page for signing in, give the credentials of the proxy that asks for them: %s, or %s"
              + " and %s.")
          .formatted(Credentials.TOKEN, Credentials.USERNAME, Credentials.PASSWORD);
    }
    if (status == 403 && body.contains("Invalid Host header")) {
      return ". Start the server with --allowed-hosts and this host's name, or use its IP address.";
    }
    if ((status == 401 || status == 403) && !credentials.areGiven()) {
      return ". No credentials were sent: set %s and %s, or %s, or write user and password into ~/.mlflow/credentials."
          .formatted(Credentials.USERNAME, Credentials.PASSWORD, Credentials.TOKEN);
    }
    return switch (status) {
      case 401 -> ". It does not accept " + credentials + ": correct them.";
      case 403 -> ". The user of %s may not do this: %s".formatted(credentials, permission(call));
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
      return "its host's name is unknown";
    }
    if (root instanceof NoRouteToHostException) {
      return "there is no route to its host";
    }
    if (message == null || message.isBlank()) {
      return root instanceof ConnectException
          ? "connection refused"
          : root.getClass().getSimpleName();
    }
    return shortened(message);
  }

  /** One line of what people can read in a text, without credentials. */
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

package org.spotrl.mlflow.server;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.mlflow_project.google.protobuf.InvalidProtocolBufferException;

/**
 * Tells what went wrong between here and a server: whether it may pass, why, and what to do, in a
 * sentence without credentials.
 */
final class ServerErrors {

  private static final int MAX_REASON = 400;
  private static final Pattern INVISIBLE =
      Pattern.compile("(?is)<(script|style|head)\\b.*?</\\1>|<!--.*?-->|<[^>]*>");

  private final String address;
  private final Credentials credentials;
  private final Redactor redactor;

  ServerErrors(String address, Credentials credentials) {
    this.address = address;
    this.credentials = credentials;
    this.redactor = credentials.redactor();
  }

  /**
   * An answer that is not a success.
   *
   * @param call what was asked, for example {@code runs/create}
   * @param status HTTP status, 300 or more
   * @param body the answer's text
   */
  ServerException answered(String call, int status, String body) {
    Optional<JsonAnswer> json = JsonAnswer.parse(body);
    String code = json.map(answer -> answer.text("error_code")).orElse("");
    String message = json.map(answer -> answer.text("message")).orElse("");
    // The sentence goes on with a point of its own.
    String reason = shortened(message.isEmpty() ? body : message).replaceFirst("\\.$", "");
    String said = "MLflow at " + address + " answered " + status + " to " + call;
    if (!reason.isEmpty()) {
      said += ": " + reason;
    }
    if (status == 503 && body.contains("--no-serve-artifacts")) {
      return new ServerRefused(said, status, code);
    }
    if ((status >= 500 && status != 501) || status == 429 || status == 408 || status == 425) {
      return new ServerUnavailable(said);
    }
    return new ServerRefused(said + remedy(status, body, json.isPresent()), status, code);
  }

  /** An answer with a status of success that MLflow does not give. */
  ServerException strange(String call, String body) {
    if (body.stripLeading().startsWith("{")) {
      return new ServerUnavailable(
          "the answer of MLflow at " + address + " to " + call + " was cut on its way.");
    }
    return new ServerRefused(
        "what answers at "
            + address
            + " to "
            + call
            + " is not MLflow's tracking server: it says '"
            + shortened(body)
            + "'. Check the address.",
        0,
        "");
  }

  /** A call that gave no answer. */
  ServerException broken(String call, Throwable failure) {
    Throwable root = failure;
    boolean certificate = false;
    boolean transport = false;
    boolean connected = true;
    for (Throwable t = failure; t != null; t = t.getCause()) {
      // It stands below each refused connection and says less.
      root = t instanceof ClosedChannelException ? root : t;
      certificate |=
          t instanceof CertificateException
              || t instanceof SSLPeerUnverifiedException
              || t instanceof CertPathBuilderException;
      transport |= t instanceof IOException || t instanceof UnresolvedAddressException;
      connected &= !(t instanceof ConnectException || t instanceof HttpTimeoutException);
    }
    String reason = reason(root);
    if (certificate) {
      return new ServerRefused(
          "the certificate of MLflow at "
              + address
              + " is not trusted: "
              + reason
              + ". Take it, or that of the authority that signed it, and "
              + Tls.TRUST
              + ". Or set "
              + Tls.INSECURE
              + "=true if nobody on the way can be an attacker.",
          0,
          "");
    }
    if (root instanceof InvalidProtocolBufferException) {
      return strange(call, reason);
    }
    if (transport) {
      return new ServerUnavailable(
          "MLflow at " + address + " could not be reached for " + call + ": " + reason + ".",
          connected);
    }
    return new ServerRefused(
        call + " could not be asked of MLflow at " + address + ": " + reason + ".", 0, "");
  }

  /** A call, or a part of a transfer, that took too long. */
  ServerUnavailable late(String call, Duration limit) {
    return new ServerUnavailable(
        "MLflow at "
            + address
            + " did not get on with "
            + call
            + " within "
            + seconds(limit)
            + " s. "
            + TimeLimits.VARIABLE
            + " sets another limit in seconds.");
  }

  /** A call during which this thread was interrupted. */
  ServerUnavailable interrupted(String call) {
    return new ServerUnavailable(
        "interrupted while waiting for MLflow at " + address + ", " + call);
  }

  private String remedy(int status, String body, boolean isMlflow) {
    if (status < 400) {
      return ". The address leads to another one: name the one that it leads to.";
    }
    if (status == 403 && body.contains("Invalid Host header")) {
      return ". Start the server with --allowed-hosts and this host's name, or use its IP address.";
    }
    if ((status == 401 || status == 403) && !credentials.areGiven()) {
      return ". No credentials were sent: set "
          + Credentials.USERNAME
          + " and "
          + Credentials.PASSWORD
          + ", or "
          + Credentials.TOKEN
          + ", or write user and password into ~/.mlflow/credentials.";
    }
    if (status == 401) {
      return ". It does not accept " + credentials + ": correct them.";
    }
    if (status == 403) {
      return ". The user of "
          + credentials
          + " may not do this: take another name for the experiment or model, or have its owner or"
          + " an administrator of the server give the permission EDIT.";
    }
    return status == 404 && !isMlflow
        ? ". Is this the address of MLflow's tracking server, and is the server new enough?"
        : "";
  }

  private String reason(Throwable root) {
    @Nullable String message = root.getMessage();
    if (root instanceof UnknownHostException || root instanceof UnresolvedAddressException) {
      return "its host's name is unknown";
    }
    if (root instanceof NoRouteToHostException) {
      return "there is no way to its host";
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
        redactor
            .clean(INVISIBLE.matcher(text).replaceAll(" "))
            .replaceAll("[\\p{Cntrl}\\s]+", " ")
            .strip();
    return line.length() <= MAX_REASON ? line : line.substring(0, MAX_REASON) + "...";
  }

  private static String seconds(Duration limit) {
    return limit.toMillis() % 1000 == 0
        ? Long.toString(limit.toSeconds())
        : Double.toString(limit.toMillis() / 1000.0);
  }
}

package org.spotrl.mlflow.server;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.spotrl.api.error.SpotInputException;

/** Whether and how a server's certificate is verified. */
final class Tls {

  static final String INSECURE = "MLFLOW_TRACKING_INSECURE_TLS";
  static final String AUTHORITY = "MLFLOW_TRACKING_SERVER_CERT_PATH";

  private Tls() {}

  /**
   * Whether the user asked not to verify certificates.
   *
   * @throws SpotInputException if the variable has another value than MLflow allows
   */
  static boolean isInsecure(Map<String, String> environment) {
    String value = environment.getOrDefault(INSECURE, "").strip();
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "", "false", "0" -> false;
      case "true", "1" -> true;
      default ->
          throw new SpotInputException(
              INSECURE + " is '" + value + "', but must be true or false.");
    };
  }

  /** A context that trusts every certificate of every host. */
  static SSLContext trustingAll() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new TrustAll()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("each Java platform has TLS", e);
    }
  }

  /** An extended one, as plain ones are wrapped in a check of the host's name. */
  private static final class TrustAll extends X509ExtendedTrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}

package org.spotrl.mlflow.server;

import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
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

  private static final String STORE = "javax.net.ssl.trustStore";

  /** How Java gets to trust a certificate. */
  static final String TRUST =
      "make a trust store of it (keytool -importcert -alias mlflow -file FILE.pem -keystore"
          + " trust.p12 -storepass changeit) and name that:"
          + " SPOT_JAVA_OPTS=\"-Djavax.net.ssl.trustStore=trust.p12"
          + " -Djavax.net.ssl.trustStorePassword=changeit\"";

  private Tls() {}

  /**
   * Makes sure that Java can read the trust store that the user named, if any: it would continue
   * with none, or fail for reasons that say nothing.
   *
   * @throws SpotInputException if it cannot, or no certificate is in it
   */
  static void checkTrustStore() {
    // The user named a type, which may be one without a file.
    if (System.getProperty(STORE + "Type", "").isEmpty()) {
      checkTrustStore(System.getProperty(STORE, ""), System.getProperty(STORE + "Password", ""));
    }
  }

  /** As above, for this file and password; empty for none. */
  static void checkTrustStore(String file, String password) {
    if (file.isEmpty() || file.equals("NONE")) {
      return;
    }
    String fault;
    try {
      KeyStore store =
          KeyStore.getInstance(new File(file), password.isEmpty() ? null : password.toCharArray());
      // Without its password Java passes over all that a store has.
      fault = store.size() > 0 ? "" : "no certificate can be read from it without its password";
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      fault = e.getMessage() == null ? e.toString() : e.getMessage();
    }
    if (!fault.isEmpty()) {
      throw new SpotInputException(
          ("the trust store %s (-D%s) cannot be used: %s. It has to be a file that keytool"
                  + " -importcert has made, not the certificate itself, and its password is given by"
                  + " -D%2$sPassword.")
              .formatted(file, STORE, fault));
    }
  }

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

package org.spotrl.mlflow.server;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.host.UserPaths;

/** Settings for the verification of a server's certificate. */
final class Tls {

  static final String INSECURE = "MLFLOW_TRACKING_INSECURE_TLS";
  static final String AUTHORITY = "MLFLOW_TRACKING_SERVER_CERT_PATH";
  static final String CLIENT = "MLFLOW_TRACKING_CLIENT_CERT_PATH";

  private static final String STORE = "javax.net.ssl.trustStore";

  private static final char[] PASSWORD = "changeit".toCharArray();

  /** The trust store that was created from {@link #AUTHORITY}. */
  private static String made = "";

  private Tls() {}

  /**
   * Checks that Java can read the user's trust store, if any. Otherwise Java continues without one,
   * or fails with an unclear message.
   *
   * @throws SpotInputException if it cannot be read or contains no certificate
   */
  static void checkTrustStore() {
    // With a type given by the user there may be no file.
    if (System.getProperty(STORE + "Type", "").isEmpty()) {
      checkTrustStore(System.getProperty(STORE, ""), System.getProperty(STORE + "Password", ""));
    }
  }

  /** As above, for this file and password, which may be empty. */
  static void checkTrustStore(String file, String password) {
    if (file.isEmpty() || file.equals("NONE")) {
      return;
    }
    String fault;
    try {
      KeyStore store =
          KeyStore.getInstance(new File(file), password.isEmpty() ? null : password.toCharArray());
      // Without the password Java reads an empty store.
      fault = store.size() > 0 ? "" : "no certificate can be read from it without its password";
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      fault = e.getMessage() == null ? e.toString() : e.getMessage();
    }
    if (!fault.isEmpty()) {
      throw new SpotInputException(
          ("the trust store %s (-D%s) cannot be used: %s. It must be a file created with keytool"
                  + " -importcert, not the certificate itself, and its password is set with"
                  + " -D%2$sPassword.")
              .formatted(file, STORE, fault));
    }
  }

  /**
   * Makes this Java process trust only the certificates in the file {@link #AUTHORITY}. It replaces
   * Java's trust store, because MLflow's client supports no other way.
   *
   * @return whether the variable is set
   * @throws SpotInputException if the file has no certificate, or the user also set a trust store
   */
  static synchronized boolean trustAuthority(Map<String, String> environment) {
    String named = environment.getOrDefault(AUTHORITY, "").strip();
    if (named.isEmpty()) {
      return false;
    }
    String store = System.getProperty(STORE, "");
    if (!store.isEmpty() && !store.equals(made)) {
      throw new SpotInputException(
          "%s and -D%s are both set: use only one of them.".formatted(AUTHORITY, STORE));
    }
    if (isInsecure(environment)) {
      throw new SpotInputException(
          "%s is true and %s is set: unset one of them.".formatted(INSECURE, AUTHORITY));
    }
    Path file = UserPaths.of(environment).path(AUTHORITY, named);
    try {
      KeyStore certificates = KeyStore.getInstance("PKCS12");
      certificates.load(null, PASSWORD);
      for (Certificate certificate : certificates(file)) {
        certificates.setCertificateEntry("mlflow-" + certificates.size(), certificate);
      }
      if (certificates.size() == 0) {
        throw new CertificateException("it contains no certificate");
      }
      Path trusted = Files.createTempFile("spot-trust", ".p12");
      trusted.toFile().deleteOnExit();
      try (OutputStream out = Files.newOutputStream(trusted)) {
        certificates.store(out, PASSWORD);
      }
      made = trusted.toString();
    } catch (IOException | GeneralSecurityException e) {
      throw new SpotInputException(
          "%s '%s' cannot be used: %s. It must be a file with certificates in PEM form (-----BEGIN CERTIFICATE-----)."
              .formatted(
                  AUTHORITY, file, Files.exists(file) ? e.getMessage() : "it does not exist"),
          e);
    }
    System.setProperty(STORE, made);
    System.setProperty(STORE + "Password", new String(PASSWORD));
    System.setProperty(STORE + "Type", "PKCS12");
    return true;
  }

  private static Collection<? extends Certificate> certificates(Path file)
      throws IOException, CertificateException {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in);
    }
  }

  /**
   * Whether the user asked not to verify certificates.
   *
   * @throws SpotInputException if MLflow does not allow the value
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

  /** A context that trusts every certificate. */
  static SSLContext trustingAll() {
    return context(new TrustAll());
  }

  /** A context for Java's present trust store; the default context may have read an earlier one. */
  static SSLContext trustingStore() {
    return context();
  }

  private static SSLContext context(TrustManager... managers) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.length == 0 ? null : managers, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("each Java platform has TLS", e);
    }
  }

  /**
   * Extends X509ExtendedTrustManager, because Java adds a host name check to other trust managers.
   */
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

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

/** Whether and how a server's certificate is verified. */
final class Tls {

  static final String INSECURE = "MLFLOW_TRACKING_INSECURE_TLS";
  static final String AUTHORITY = "MLFLOW_TRACKING_SERVER_CERT_PATH";
  static final String CLIENT = "MLFLOW_TRACKING_CLIENT_CERT_PATH";

  private static final String STORE = "javax.net.ssl.trustStore";

  private static final char[] PASSWORD = "changeit".toCharArray();

  /** The trust store that was made of the file that {@link #AUTHORITY} names. */
  private static String made = "";

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
   * Makes Java trust the certificates in the file that {@link #AUTHORITY} names, and no others. By
   * Java's own trust store, for this whole process: MLflow's client takes no other.
   *
   * @return whether the variable is set
   * @throws SpotInputException if the file has no certificate, or the user named a trust store too
   */
  static synchronized boolean trustAuthority(Map<String, String> environment) {
    String named = environment.getOrDefault(AUTHORITY, "").strip();
    if (named.isEmpty()) {
      return false;
    }
    String store = System.getProperty(STORE, "");
    if (!store.isEmpty() && !store.equals(made)) {
      throw new SpotInputException(
          "%s and -D%s are both set: name the certificates in one of them."
              .formatted(AUTHORITY, STORE));
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
        throw new CertificateException("it has no certificate");
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
    return context(new TrustAll());
  }

  /** A context that trusts what Java's trust store has now; its usual one may have read another. */
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

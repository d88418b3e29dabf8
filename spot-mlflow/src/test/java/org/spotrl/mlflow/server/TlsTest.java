package org.spotrl.mlflow.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.error.SpotInputException;

/** A server whose certificate it signed itself, for another name. */
@Timeout(120)
class TlsTest {

  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir private static Path folder;
  private static AnsweringServer backend;
  private static String address = "";

  @BeforeAll
  static void start() throws Exception {
    Path keys = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=other.example.org",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                keys.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD);
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    HttpsServer https = HttpsServer.create(AnsweringServer.loopback(), 0);
    https.setHttpsConfigurator(new HttpsConfigurator(context));
    backend = new AnsweringServer(https);
    backend.answer("/api/2.0/mlflow/runs/get", 200, "{\"run\": {\"info\": {\"run_id\": \"r1\"}}}");
    address = "https://127.0.0.1:" + backend.port();
  }

  @AfterAll
  static void end() {
    backend.close();
  }

  @Test
  void itIsNotTrustedByEitherWay() {
    TrackingServer server = MlflowTrackingServer.at(address, Map.of(), warning -> {});

    for (Runnable call : List.<Runnable>of(server::version, () -> server.run("r1"))) {
      assertThatThrownBy(call::run)
          .isInstanceOf(ServerRefused.class)
          .hasMessageStartingWith("the certificate of MLflow at " + address + " is not trusted")
          .hasMessageContaining("keytool -importcert")
          .hasMessageContaining("-Djavax.net.ssl.trustStorePassword=changeit")
          .hasMessageContaining("MLFLOW_TRACKING_INSECURE_TLS=true");
    }
    assertThat(backend.asked()).isEmpty();
    server.close();
  }

  @Test
  void itIsTrustedByBothWaysWhenTheUserAsksForItAndIsWarned() {
    List<String> warnings = new ArrayList<>();
    TrackingServer server =
        MlflowTrackingServer.at(
            address, Map.of("MLFLOW_TRACKING_INSECURE_TLS", "True"), warnings::add);

    assertThat(server.version()).isEqualTo("3.17.2");
    assertThat(server.run("r1").id()).isEqualTo("r1");
    assertThat(warnings)
        .containsExactly(
            "MLFLOW_TRACKING_INSECURE_TLS is set: the certificate of "
                + address
                + " is not verified, so anyone on the way can read and change what is sent.");
    backend.asked().clear();
    server.close();
  }

  @Test
  void anotherValueOfTheVariableIsRefused() {
    assertThatThrownBy(
            () ->
                MlflowTrackingServer.at(
                    address, Map.of("MLFLOW_TRACKING_INSECURE_TLS", "yes"), warning -> {}))
        .isInstanceOf(SpotInputException.class)
        .hasMessage("MLFLOW_TRACKING_INSECURE_TLS is 'yes', but must be true or false.");
  }

  @Test
  void aFileOfAuthoritiesForPythonIsToldNotToCount() {
    List<String> warnings = new ArrayList<>();

    MlflowTrackingServer.at(
            address, Map.of("MLFLOW_TRACKING_SERVER_CERT_PATH", "/etc/ca.pem"), warnings::add)
        .close();

    assertThat(warnings)
        .singleElement()
        .asString()
        .startsWith("MLFLOW_TRACKING_SERVER_CERT_PATH is set, but MLflow's Java client does not")
        .contains("-Djavax.net.ssl.trustStore=trust.p12");
  }

  @Test
  void aTrustStoreThatJavaCannotReadIsToldAtOnce() throws IOException {
    Path pem = Files.writeString(folder.resolve("server.pem"), "-----BEGIN CERTIFICATE-----");
    String store = folder.resolve("keys.p12").toString();

    Tls.checkTrustStore(store, new String(PASSWORD));
    Tls.checkTrustStore("", "");
    for (List<String> wrong :
        List.of(
            List.of(store, "wrong"),
            List.of(pem.toString(), "changeit"),
            List.of(folder.resolve("none").toString(), ""))) {
      assertThatThrownBy(() -> Tls.checkTrustStore(wrong.get(0), wrong.get(1)))
          .isInstanceOf(SpotInputException.class)
          .hasMessageStartingWith(
              "the trust store " + wrong.get(0) + " (-Djavax.net.ssl.trustStore) cannot be used: ")
          .hasMessageContaining("keytool -importcert")
          .hasMessageEndingWith("-Djavax.net.ssl.trustStorePassword.");
    }
  }
}

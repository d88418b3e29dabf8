package org.spotrl.mlflow.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.mlflow.SelfSigned;

/** A server with a self-signed certificate for another host name. */
@Timeout(120)
class TlsTest {

  @TempDir private static Path folder;
  private static AnsweringServer backend;
  private static String address = "";
  private static SelfSigned certificate;

  @BeforeAll
  static void start() throws Exception {
    certificate = SelfSigned.in(folder, "dns:other.example.org,dns:localhost");
    HttpsServer https = HttpsServer.create(AnsweringServer.loopback(), 0);
    https.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
    backend = new AnsweringServer(https);
    backend.answer("/api/2.0/mlflow/runs/get", 200, "{\"run\": {\"info\": {\"run_id\": \"r1\"}}}");
    address = "https://127.0.0.1:" + backend.port();
  }

  @AfterAll
  static void end() {
    backend.close();
  }

  @Test
  void bothHttpClientsRejectASelfSignedCertificate() {
    TrackingServer server = MlflowTrackingServer.at(address, Map.of(), warning -> {});

    for (Runnable call : List.<Runnable>of(server::version, () -> server.run("r1"))) {
      assertThatThrownBy(call::run)
          .isInstanceOf(ServerRefused.class)
          .hasMessageStartingWith("the certificate of MLflow at " + address + " is not trusted")
          .hasMessageContaining("Set MLFLOW_TRACKING_SERVER_CERT_PATH to a PEM file")
          .hasMessageContaining("MLFLOW_TRACKING_INSECURE_TLS=true");
    }
    assertThat(backend.asked()).isEmpty();
    server.close();
  }

  @Test
  void theCertificateFileMakesBothClientsTrustTheServerForItsOwnNameOnly() {
    List<String> warnings = new ArrayList<>();
    Map<String, String> environment =
        Map.of("MLFLOW_TRACKING_SERVER_CERT_PATH", certificate.certificate().toString());
    try {
      String named = address.replace("127.0.0.1", "localhost");
      TrackingServer server = MlflowTrackingServer.at(named, environment, warnings::add);

      assertThat(server.version()).isEqualTo("3.17.2");
      assertThat(server.run("r1").id()).isEqualTo("r1");
      assertThat(warnings).isEmpty();
      server.close();

      TrackingServer other = MlflowTrackingServer.at(address, environment, warnings::add);
      for (Runnable call : List.<Runnable>of(other::version, () -> other.run("r1"))) {
        assertThatThrownBy(call::run)
            .isInstanceOf(ServerRefused.class)
            .hasMessageContaining("Use an address for which the certificate is valid");
      }
      other.close();
    } finally {
      List.of("", "Password", "Type")
          .forEach(property -> System.clearProperty("javax.net.ssl.trustStore" + property));
      backend.asked().clear();
    }
  }

  @Test
  void aFileWithoutCertificateIsRefusedAtOnce() throws IOException {
    Path text = Files.writeString(folder.resolve("text.pem"), "no certificate\n");
    for (Path file : List.of(text, folder.resolve("none.pem"), folder)) {
      assertThatThrownBy(() -> at(Map.of("MLFLOW_TRACKING_SERVER_CERT_PATH", file.toString())))
          .isInstanceOf(SpotInputException.class)
          .hasMessageStartingWith("MLFLOW_TRACKING_SERVER_CERT_PATH '" + file + "' cannot be used")
          .hasMessageContaining("PEM");
    }
    assertThatThrownBy(
            () ->
                at(
                    Map.of(
                        "MLFLOW_TRACKING_SERVER_CERT_PATH",
                        certificate.certificate().toString(),
                        "MLFLOW_TRACKING_INSECURE_TLS",
                        "true")))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("unset one of them");
  }

  private static List<String> at(Map<String, String> environment) {
    List<String> warnings = new ArrayList<>();
    MlflowTrackingServer.at(address, environment, warnings::add).close();
    return warnings;
  }

  @Test
  void insecureModeTrustsTheServerWithAWarning() {
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
                + " is not verified, so an attacker on the network can read and change what is sent.");
    backend.asked().clear();
    server.close();
  }

  @Test
  void invalidValuesOfTheInsecureVariableAreRefused() {
    assertThatThrownBy(
            () ->
                MlflowTrackingServer.at(
                    address, Map.of("MLFLOW_TRACKING_INSECURE_TLS", "yes"), warning -> {}))
        .isInstanceOf(SpotInputException.class)
        .hasMessage("MLFLOW_TRACKING_INSECURE_TLS is 'yes', but must be true or false.");
  }

  @Test
  void aClientCertificateIsIgnoredWithAWarning() {
    assertThat(at(Map.of("MLFLOW_TRACKING_CLIENT_CERT_PATH", "/etc/me.pem")))
        .singleElement()
        .asString()
        .startsWith("MLFLOW_TRACKING_CLIENT_CERT_PATH is set, but ignored");
  }

  @Test
  void aTrustStoreThatJavaCannotReadIsRefusedAtOnce() throws IOException {
    Path pem = Files.writeString(folder.resolve("server.pem"), "-----BEGIN CERTIFICATE-----");
    String store = certificate.store().toString();

    Tls.checkTrustStore(store, SelfSigned.PASSWORD);
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

package org.spotrl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.studies.comparison.TestRuns;

/** {@code spot ui} with a fake server; a folder is tested with MLflow itself. */
class UiCommandTest {

  private static final String EXPERIMENTS =
      """
      {"experiments": [
        {"experiment_id": "0", "name": "Default", "lifecycle_stage": "active"},
        {"experiment_id": "4", "name": "study", "lifecycle_stage": "active"}%s]}
      """;

  @TempDir private Path temp;
  private HttpServer server;
  private String address;
  private String experiments = EXPERIMENTS.formatted("");

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    address = "127.0.0.1:" + server.getAddress().getPort();
    server.createContext("/version", call -> answer(call, "3.17.2"));
    server.createContext("/api/2.0/mlflow/experiments/search", call -> answer(call, experiments));
    server.start();
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  private static void answer(HttpExchange call, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    call.sendResponseHeaders(200, bytes.length);
    try (OutputStream body = call.getResponseBody()) {
      body.write(bytes);
    }
  }

  private String charts(String id) {
    return "http://%s/#/experiments/%s/runs?compareRunsMode=CHART&workflowType=machine_learning"
        .formatted(address, id);
  }

  @Test
  void theChartsOfAServersOnlyExperimentArePrinted() {
    CommandRun run = CommandRun.of("ui", "--in", "http://me:geheim@" + address);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("MLflow 3.17.2 answers").contains(charts("4"));
    assertThat(run.out() + run.err()).doesNotContain("geheim");
  }

  @Test
  void theGivenExperimentIsShownElseTheList() {
    experiments =
        EXPERIMENTS.formatted(
            ", {\"experiment_id\": \"5\", \"name\": \"other\", \"lifecycle_stage\": \"active\"}");

    assertThat(CommandRun.of("ui", "--in", "http://" + address, "--experiment", "other").out())
        .contains(charts("5"));
    assertThat(CommandRun.of("ui", "--in", "http://" + address).out())
        .contains("http://" + address + "/#/experiments?workflowType=machine_learning");
    CommandRun unknown = CommandRun.of("ui", "--in", "http://" + address, "--experiment", "othr");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("did you mean 'other'?").contains("Default, study, other");
  }

  @Test
  void aRunIsShownOnItsServer() {
    TrackedRun run = new TestRuns(temp.resolve("mlruns")).started("td3", 0, Map.of());
    run.tags(Map.of("spot.server", "http://" + address));

    assertThat(CommandRun.of("ui", run.location()).out()).contains(charts("4"));
  }

  @Test
  void anUnreachableServerIsReported() {
    server.stop(0);

    CommandRun run = CommandRun.of("ui", "--in", "http://me:geheim@" + address);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("error: MLflow cannot be shown: MLflow at http://" + address);
    assertThat(run.out() + run.err()).doesNotContain("geheim");
    assertThat(run.showsStackTrace()).isFalse();
  }

  @Test
  void optionsForFoldersAreRefusedForAServer() {
    assertThat(CommandRun.of("ui", "--in", "http://" + address, "--port", "5000").exitCode())
        .isEqualTo(2);
  }

  @Test
  void anAddressInsteadOfARunIsAnsweredWithTheOption() {
    CommandRun run = CommandRun.of("ui", "http://" + address, "--in", temp.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("is not a run; for the runs in it use --in http://" + address);
  }
}

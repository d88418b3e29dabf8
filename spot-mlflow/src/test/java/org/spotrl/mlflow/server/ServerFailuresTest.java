package org.spotrl.mlflow.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.mlflow.format.MetricPoint;
import org.spotrl.mlflow.format.RunState;

/** The exceptions for a server that fails, refuses, hangs or is not MLflow. */
@Timeout(120)
class ServerFailuresTest {

  private static final String API = "/api/2.0/mlflow/";
  private static final Duration PATIENT = Duration.ofMinutes(1);
  private static final Duration IMPATIENT = Duration.ofSeconds(2);
  private static final Map<String, List<MetricPoint>> POINTS =
      Map.of("loss", List.of(new MetricPoint(1, 2, 3)));

  @TempDir private Path temp;
  private AnsweringServer backend;
  private FaultyProxy proxy;
  private TrackingServer server;

  @BeforeEach
  void start() throws Exception {
    backend = new AnsweringServer();
    backend.answer(API + "runs/log-batch", 200, "{}");
    backend.answer(API + "runs/get", 200, "{\"run\": {\"info\": {\"run_id\": \"r1\"}}}");
    backend.answer(API + "runs/create", 200, "{\"run\": {\"info\": {\"run_id\": \"r1\"}}}");
    proxy = FaultyProxy.to(backend.address());
    server = at(proxy.address(), Map.of());
  }

  @AfterEach
  void end() throws Exception {
    server.close();
    proxy.close();
    backend.close();
  }

  @Test
  void aCallToAHangingServerTimesOutAndTheNextCallWorks() {
    TrackingServer server = impatient();
    proxy.fail("runs/get", new FaultyProxy.Fault.Hang(), 1);
    proxy.fail("runs/create", new FaultyProxy.Fault.Hang(), 1);

    assertThatThrownBy(() -> server.run("r1"))
        .isInstanceOf(ServerUnavailable.class)
        .hasMessage(
            "MLflow at "
                + proxy.address()
                + " made no progress with runs/get within 2 s. MLFLOW_HTTP_REQUEST_TIMEOUT sets"
                + " another time limit in seconds.");
    assertThat(server.run("r1").id()).isEqualTo("r1");
    assertThatThrownBy(() -> server.createRun("1", "run", 0, Map.of()))
        .isInstanceOf(ServerUnavailable.class);
    assertThat(server.createRun("1", "run", 0, Map.of()).id()).isEqualTo("r1");
  }

  @Test
  void aSlowResponseTimesOut() {
    TrackingServer server = impatient();
    proxy.fail("runs/get", new FaultyProxy.Fault.Drip(100), 1);

    assertThatThrownBy(() -> server.run("r1")).isInstanceOf(ServerUnavailable.class);
    assertThat(server.run("r1").id()).isEqualTo("r1");
  }

  @Test
  void interruptionEndsACall() throws Exception {
    proxy.fail("runs/get", new FaultyProxy.Fault.Hang(), 1);
    TrackingServer patient = at(proxy.address(), Map.of());
    List<Object> seen = new ArrayList<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                patient.run("r1");
              } catch (ServerUnavailable e) {
                seen.add(e.getMessage());
                seen.add(Thread.currentThread().isInterrupted());
              }
            });
    caller.start();
    while (proxy.requests("runs/get").isEmpty()) {
      Thread.onSpinWait();
    }

    caller.interrupt();
    caller.join();

    assertThat(seen)
        .containsExactly(
            "interrupted while waiting for MLflow at " + proxy.address() + ", runs/get", true);
    patient.close();
  }

  @Test
  void aRefusedConnectionIsUnavailableUntilTheServerIsBack() throws Exception {
    proxy.down();
    assertThatThrownBy(() -> server.record("r1", Map.of(), Map.of(), POINTS))
        .isInstanceOf(ServerUnavailable.class)
        .hasMessageContaining(proxy.address())
        .hasMessageContaining("refused");
    assertThatThrownBy(() -> server.version())
        .isInstanceOf(ServerUnavailable.class)
        .hasMessageContaining("/version: connection refused");

    proxy.up();

    server.record("r1", Map.of(), Map.of(), POINTS);
    assertThat(server.version()).isEqualTo("3.17.2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Drop", "Reset", "LoseAnswer", "TruncateAnswer"})
  void aBrokenConnectionIsUnavailable(String kind) {
    FaultyProxy.Fault fault =
        switch (kind) {
          case "Drop" -> new FaultyProxy.Fault.Drop();
          case "Reset" -> new FaultyProxy.Fault.Reset();
          case "LoseAnswer" -> new FaultyProxy.Fault.LoseAnswer();
          default -> new FaultyProxy.Fault.TruncateAnswer();
        };
    proxy.fail("runs/create", fault, 1);
    proxy.fail("runs/log-batch", fault, 4);

    assertThatThrownBy(() -> server.createRun("1", "run", 0, Map.of()))
        .isInstanceOf(ServerUnavailable.class);
    assertThatThrownBy(() -> server.record("r1", Map.of(), Map.of(), POINTS))
        .isInstanceOf(ServerUnavailable.class);
    assertThat(proxy.requests("runs/create")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504, 408})
  void aServerErrorIsUnavailable(int status) {
    proxy.fail(API, new FaultyProxy.Fault.Answer(status, "<h1>Bad gateway</h1>nginx"), 4);

    assertThatThrownBy(() -> server.record("r1", Map.of(), Map.of(), POINTS))
        .isInstanceOf(ServerUnavailable.class)
        .hasMessage(
            "MLflow at "
                + proxy.address()
                + " answered "
                + status
                + " to runs/log-batch: Bad gateway nginx");
    assertThatThrownBy(() -> server.createRun("1", "run", 0, Map.of()))
        .isInstanceOf(ServerUnavailable.class);
  }

  @Test
  void tooManyRequestsIsUnavailableUntilTheServerAnswersAgain() {
    TrackingServer server = impatient();
    proxy.fail("runs/get", new FaultyProxy.Fault.Answer(429, "slow down"), 50);
    proxy.fail("runs/create", new FaultyProxy.Fault.Answer(429, "slow down"), 1);

    assertThatThrownBy(() -> server.run("r1")).isInstanceOf(ServerUnavailable.class);
    assertThatThrownBy(() -> server.createRun("1", "run", 0, Map.of()))
        .isInstanceOf(ServerUnavailable.class)
        .hasMessageContaining("answered 429 to runs/create: slow down");
    proxy.calm();
    assertThat(server.run("r1").id()).isEqualTo("r1");
  }

  @Test
  void callsThatCreateSomethingAreNeverRepeated() {
    proxy.fail("POST", new FaultyProxy.Fault.Answer(500, ""), 10);

    for (Runnable call :
        List.<Runnable>of(
            () -> server.createRun("1", "run", 0, Map.of()),
            () -> server.createModel(new NewModel("1", "r1", "policy", Map.of(), Map.of())))) {
      assertThatThrownBy(call::run).isInstanceOf(ServerUnavailable.class);
    }

    assertThat(proxy.requests("POST")).hasSize(2);
  }

  @Test
  void aRefusalHasMlflowsErrorCodeAndMessage() {
    backend.answer(
        API + "runs/update",
        400,
        "{\"error_code\": \"INVALID_PARAMETER_VALUE\", \"message\": \"no such state\"}");

    ServerRefused refused =
        catchThrowableOfType(ServerRefused.class, () -> server.update("r1", RunState.FINISHED, 1));

    assertThat(refused)
        .hasMessage("MLflow at " + proxy.address() + " answered 400 to runs/update: no such state");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.code()).isEqualTo("INVALID_PARAMETER_VALUE");
    assertThat(refused.isAbsent()).isFalse();
  }

  @Test
  void rejectedCredentialsAreReportedWithTheirSource() {
    backend.answer(API + "runs/create", 401, "You are not authenticated.");
    TrackingServer known =
        at(
            proxy.address(),
            Map.of("MLFLOW_TRACKING_USERNAME", "ada", "MLFLOW_TRACKING_PASSWORD", "hunter2"));

    assertThatThrownBy(() -> server.createRun("1", "run", 0, Map.of()))
        .isInstanceOf(ServerRefused.class)
        .hasMessageEndingWith(
            "You are not authenticated. No credentials were sent: set MLFLOW_TRACKING_USERNAME and"
                + " MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN, or write user and password"
                + " to ~/.mlflow/credentials.");
    assertThatThrownBy(() -> known.createRun("1", "run", 0, Map.of()))
        .isInstanceOf(ServerRefused.class)
        .hasMessageEndingWith(
            "You are not authenticated. The server did not accept the credentials of"
                + " MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD. Correct them.");
    known.close();
  }

  @Test
  void anUploadIsRepeatedOnceWhenTheConnectionBreaks() throws IOException {
    backend.answer("/api/2.0/mlflow-artifacts/artifacts/1/r1/artifacts/a.txt", 200, "");
    Path file = Files.writeString(temp.resolve("a.txt"), "content");
    backend.answer(
        API + "runs/get",
        200,
        "{\"run\": {\"info\": {\"run_id\": \"r1\", \"artifact_uri\":"
            + " \"mlflow-artifacts:/1/r1/artifacts\"}}}");
    ArtifactStore store = server.artifacts(server.run("r1"));
    proxy.fail("PUT", new FaultyProxy.Fault.Drop(), 1);

    store.put("a.txt", file);

    assertThat(proxy.requests("PUT")).hasSize(2);
    proxy.fail("PUT", new FaultyProxy.Fault.Drop(), 2);
    assertThatThrownBy(() -> store.put("a.txt", file)).isInstanceOf(ServerUnavailable.class);
    assertThat(proxy.requests("PUT")).hasSize(4);
  }

  @Test
  void aServerThatIsNotMlflowIsReported() {
    backend.answer("/version", 200, "<!doctype html><title>Shop</title><h1>Welcome</h1>");
    backend.answer(API + "runs/get", 200, "<!doctype html><h1>Welcome</h1>");

    assertThatThrownBy(() -> server.version())
        .isInstanceOf(ServerRefused.class)
        .hasMessage(
            "the server at "
                + proxy.address()
                + " is not an MLflow tracking server: it answered /version with 'Shop Welcome'. Check the"
                + " address.");
    assertThatThrownBy(() -> server.run("r1")).isInstanceOf(ServerRefused.class);
  }

  @Test
  void redirectsAreNotFollowed() throws Exception {
    try (AnsweringServer other = new AnsweringServer()) {
      backend.redirect("/version", other.address() + "/version");

      assertThatThrownBy(() -> server.version())
          .isInstanceOf(ServerRefused.class)
          .hasMessageContaining("answered 302 to /version: " + other.address() + "/version.")
          .hasMessageContaining("Set MLFLOW_TRACKING_URI or tracking.uri to the address above");
      assertThat(other.asked()).isEmpty();
    }
  }

  @Test
  void aRedirectOfAClientCallIsReportedWithItsTarget() {
    String target = "https://login.example.org/start?next=mlflow";
    backend.redirect(API + "runs/log-batch", target);

    assertThatThrownBy(() -> server.record("r1", Map.of(), Map.of(), POINTS))
        .isInstanceOf(ServerRefused.class)
        .hasMessageContaining("answered 302 to /api/2.0/mlflow/runs/log-batch: " + target + ".")
        .hasMessageContaining("a sign-in page of a proxy")
        .hasMessageContaining("MLFLOW_TRACKING_TOKEN");
  }

  @Test
  void bothHttpClientsSendTheCredentials() {
    TrackingServer known = at(backend.address().replace("//", "//ada:p%40w@"), Map.of());
    TrackingServer bearer = at(backend.address(), Map.of("MLFLOW_TRACKING_TOKEN", "t0ken"));

    known.run("r1");
    known.createRun("1", "run", 0, Map.of());
    bearer.run("r1");
    bearer.createRun("1", "run", 0, Map.of());

    // echo -n ada:p@w | base64
    assertThat(backend.asked())
        .extracting(AnsweringServer.Asked::authorization)
        .containsExactly(
            "Basic YWRhOnBAdw==", "Basic YWRhOnBAdw==", "Bearer t0ken", "Bearer t0ken");
    assertThat(known.address()).isEqualTo(backend.address());
    known.close();
    bearer.close();
  }

  @Test
  void messagesNeverContainCredentialsThatTheServerOrAProxyEchoes() {
    Map<String, String> environment =
        Map.of("MLFLOW_TRACKING_USERNAME", "ada", "MLFLOW_TRACKING_PASSWORD", "hunter2&");
    String leak =
        "denied for ada:hunter2& (Authorization: Basic YWRhOmh1bnRlcjIm), see"
            + " http://ada:hunter2%26@proxy/ <b>hunter2&amp;</b>";
    backend.answer(API + "runs/create", 403, leak);
    backend.answer(API + "runs/get", 403, "{\"message\": \"" + leak + "\"}");
    backend.answer(API + "runs/log-batch", 500, leak);
    backend.answer("/version", 200, leak);
    TrackingServer known = at(backend.address(), environment);

    for (Runnable call :
        List.<Runnable>of(
            () -> known.createRun("1", "run", 0, Map.of()),
            () -> known.run("r1"),
            () -> known.record("r1", Map.of(), Map.of(), POINTS),
            known::version)) {
      assertThatThrownBy(call::run)
          .isInstanceOf(ServerException.class)
          .hasMessageContaining("***")
          .hasMessageNotContaining("hunter2")
          .hasMessageNotContaining("YWRhOmh1bnRlcjIm")
          .hasNoCause();
    }
    known.close();
  }

  @Test
  void theClientsLibrariesLogNothingOnFailures() {
    List<String> logged = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord message) {
            logged.add(message.getLoggerName() + ": " + message.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger root = Logger.getLogger("");
    root.addHandler(handler);
    try {
      proxy.fail("runs/get", new FaultyProxy.Fault.Drop(), 4);
      assertThatThrownBy(() -> server.run("r1")).isInstanceOf(ServerUnavailable.class);
    } finally {
      root.removeHandler(handler);
    }

    assertThat(logged).isEmpty();
  }

  @Test
  void allPagesOfAHistoryAreRead() {
    backend.answer(
        API + "metrics/get-history",
        200,
        "{\"metrics\": [{\"key\": \"loss\", \"value\": \"NaN\", \"timestamp\": 7, \"step\": 1}]}");

    assertThat(server.history("r1", "loss")).containsExactly(new MetricPoint(7, 1, Double.NaN));
    assertThat(backend.asked().get(0).uri())
        .hasToString(API + "metrics/get-history?run_id=r1&metric_key=loss&max_results=10000");
  }

  @Test
  void theTimeLimitComesFromMlflowsVariable() {
    assertThat(TimeLimits.of(Map.of()).call()).isEqualTo(Duration.ofSeconds(30));
    TimeLimits longer = TimeLimits.of(Map.of("MLFLOW_HTTP_REQUEST_TIMEOUT", "120"));
    assertThat(longer.call()).isEqualTo(Duration.ofMinutes(2));
    assertThat(longer.stall()).isEqualTo(Duration.ofMinutes(2));
    assertThatThrownBy(() -> TimeLimits.of(Map.of("MLFLOW_HTTP_REQUEST_TIMEOUT", "soon")))
        .isInstanceOf(SpotInputException.class)
        .hasMessage(
            "MLFLOW_HTTP_REQUEST_TIMEOUT is 'soon', but must be a whole number of seconds, 1 to"
                + " 86400.");
  }

  @Test
  void aHostWithoutAServerIsUnavailable() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    TrackingServer nobody = at("http://127.0.0.1:" + free, Map.of());
    TrackingServer nowhere = at("http://no-such-host.invalid", Map.of());

    assertThatThrownBy(() -> nobody.experiment("study", Map.of()))
        .isInstanceOf(ServerUnavailable.class);
    assertThatThrownBy(nowhere::version)
        .isInstanceOf(ServerUnavailable.class)
        .hasMessageContaining("unknown host");
    assertThatThrownBy(() -> nowhere.run("r1")).isInstanceOf(ServerUnavailable.class);
    nobody.close();
    nowhere.close();
  }

  /** A server object with a short time limit; its classes are loaded already. */
  private TrackingServer impatient() {
    server.run("r1");
    return at(proxy.address(), Map.of(), IMPATIENT);
  }

  private static TrackingServer at(String address, Map<String, String> environment) {
    return at(address, environment, PATIENT);
  }

  private static TrackingServer at(
      String address, Map<String, String> environment, Duration limit) {
    return MlflowTrackingServer.at(
        address,
        environment,
        warning -> assertThat(warning).isEmpty(),
        new TimeLimits(limit, limit, 1024));
  }
}

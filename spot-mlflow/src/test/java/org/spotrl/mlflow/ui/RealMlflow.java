package org.spotrl.mlflow.ui;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.spotrl.mlflow.SelfSigned;
import org.spotrl.mlflow.folder.Examples;

/**
 * A real MLflow tracking server, started once per JVM and stopped at its end.
 *
 * <p>{@code SPOT_MLFLOW} is the path of the latest MLflow and {@code SPOT_MLFLOW_2} of version 2.
 * If one is missing, its tests fail with {@code CI=true} and are skipped otherwise.
 */
public enum RealMlflow {
  /** The latest MLflow. */
  NEWEST("SPOT_MLFLOW", true),
  /** The last MLflow without logged models. */
  VERSION_2("SPOT_MLFLOW_2", true),
  /** The latest MLflow without artifact proxy. */
  NEWEST_WITHOUT_FILES("SPOT_MLFLOW", false),
  /** The latest MLflow with users and a self-signed certificate. */
  SECURED("SPOT_MLFLOW", true),
  /** Version 2 with users and a self-signed certificate. */
  SECURED_2("SPOT_MLFLOW_2", true);

  /** Password of the user {@code admin} of a secured server. */
  public static final String PASSWORD = "grants-it-all";

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Map<RealMlflow, Running> RUNNING = new EnumMap<>(RealMlflow.class);

  private final String variable;
  private final boolean takesFiles;

  RealMlflow(String variable, boolean takesFiles) {
    this.variable = variable;
    this.takesFiles = takesFiles;
  }

  private record Running(String address, Path folder, Optional<SelfSigned> certificate) {}

  /** The address, for example {@code http://127.0.0.1:41234}; starts the server if necessary. */
  public String address() {
    return running().address();
  }

  /** The server's working folder. */
  public Path folder() {
    return running().folder();
  }

  /** The certificate of a secured server. */
  public SelfSigned certificate() {
    return running().certificate().orElseThrow();
  }

  private boolean isSecured() {
    return this == SECURED || this == SECURED_2;
  }

  private Running running() {
    synchronized (RUNNING) {
      return RUNNING.computeIfAbsent(this, RealMlflow::start);
    }
  }

  private String executable() {
    String executable = System.getenv().getOrDefault(variable, "");
    if (executable.isBlank()) {
      String missing = "no MLflow to test with: ./test makes one, or set " + variable;
      if ("true".equals(System.getenv("CI"))) {
        fail(missing);
      }
      assumeTrue(false, missing);
    }
    return executable;
  }

  private Running start() {
    String executable = executable();
    try {
      Path folder = Files.createTempDirectory("spot-mlflow");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
      int port;
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = socket.getLocalPort();
      }
      List<String> words = new ArrayList<>(List.of(executable, "server", "--host", "127.0.0.1"));
      words.addAll(List.of("--port", Integer.toString(port), "--workers", "1"));
      words.addAll(List.of("--backend-store-uri", "sqlite:///mlflow.db"));
      words.add(takesFiles ? "--artifacts-destination" : "--default-artifact-root");
      // Exists before the first run: spot copies files only into an existing artifact root.
      words.add(Files.createDirectory(folder.resolve("artifacts")).toString());
      words.add(takesFiles ? "--serve-artifacts" : "--no-serve-artifacts");
      Map<String, String> environment = new TreeMap<>(System.getenv());
      environment.keySet().removeIf(name -> name.startsWith("MLFLOW_"));
      environment.putAll(MlflowUi.SETTINGS);
      Optional<SelfSigned> certificate = Optional.empty();
      if (isSecured()) {
        certificate = Optional.of(SelfSigned.in(folder, "ip:127.0.0.1"));
        words.addAll(secured(folder, certificate.get(), environment));
      }
      ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
      String address = (isSecured() ? "https" : "http") + "://127.0.0.1:" + port;
      awaitHealth(
          ServerProcess.start(builder, environment, line -> {}, ServerProcess.GRACE),
          client(certificate),
          address);
      return new Running(address, folder, certificate);
    } catch (IOException | GeneralSecurityException e) {
      return fail(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return fail(e);
    }
  }

  private List<String> secured(Path folder, SelfSigned certificate, Map<String, String> environment)
      throws IOException {
    Path settings =
        Files.writeString(
            folder.resolve("auth.ini"),
            """
            [mlflow]
            default_permission = NO_PERMISSIONS
            database_uri = sqlite:///auth.db
            admin_username = admin
            admin_password = %s
            authorization_function = mlflow.server.auth:authenticate_request_basic_auth
            """
                .formatted(PASSWORD));
    environment.put("MLFLOW_AUTH_CONFIG_PATH", settings.toString());
    environment.put("MLFLOW_FLASK_SERVER_SECRET_KEY", "of the tests");
    // Hashing a password takes 0.1 s or more for each request, so the server caches the result.
    Files.writeString(
        folder.resolve("sitecustomize.py"),
        """
        import functools
        import werkzeug.security as security
        security.check_password_hash = functools.lru_cache(None)(security.check_password_hash)
        """);
    environment.put("PYTHONPATH", folder.toString());
    // Version 3 uses another web server.
    String server = this == SECURED ? "uvicorn" : "gunicorn";
    String prefix = this == SECURED ? "--ssl-" : "--";
    return List.of(
        "--app-name",
        "basic-auth",
        "--" + server + "-opts",
        "%skeyfile=%s %1$scertfile=%s"
            .formatted(prefix, certificate.key(), certificate.certificate()));
  }

  private static HttpClient client(Optional<SelfSigned> certificate) {
    HttpClient.Builder builder = HttpClient.newBuilder();
    certificate.ifPresent(trusted -> builder.sslContext(trusted.context()));
    return builder.build();
  }

  /**
   * Calls a secured server as its administrator.
   *
   * @param call for example {@code 2.0/mlflow/users/create}
   * @return the response body
   */
  public String administer(String call, String json) throws IOException, InterruptedException {
    String pair = "admin:" + PASSWORD;
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address() + "/api/" + call))
            .header("Content-Type", "application/json")
            .header(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)))
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
    HttpResponse<String> answer =
        client(running().certificate()).send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      fail(call + " was answered with " + answer.statusCode() + ": " + answer.body());
    }
    return answer.body();
  }

  private void awaitHealth(ServerProcess server, HttpClient client, String started) {
    HttpRequest health =
        HttpRequest.newBuilder(URI.create(started + "/health"))
            .timeout(Duration.ofSeconds(5))
            .build();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      if (server.waitFor(POLL).isPresent()) {
        // The environment lacks packages for servers with users.
        if (server.tail().contains("mlflow[auth]") && !"true".equals(System.getenv("CI"))) {
          assumeTrue(false, "no MLflow with users to test with: ./test completes it");
        }
        fail(this + " ended at once:\n" + server.tail());
      }
      if (answers(client, health)) {
        return;
      }
    }
    server.close();
    fail(this + " did not answer within " + PATIENCE + ":\n" + server.tail());
  }

  private static boolean answers(HttpClient client, HttpRequest health) {
    try {
      return client.send(health, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      // Not up yet.
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return fail(e);
    }
  }

  private static void remove(Path folder) {
    try {
      Examples.delete(folder);
    } catch (IOException e) {
      // The server may still be writing; the system cleans its temporary folder.
      return;
    }
  }
}

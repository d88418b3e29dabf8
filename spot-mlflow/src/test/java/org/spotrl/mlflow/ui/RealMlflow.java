package org.spotrl.mlflow.ui;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.spotrl.mlflow.folder.Examples;

/**
 * MLflow's own tracking server, started once for all tests of a JVM that use it, and ended with it.
 *
 * <p>{@code SPOT_MLFLOW} names the newest MLflow's executable and {@code SPOT_MLFLOW_2} that of
 * version 2. Where one is missing, its tests fail if {@code CI=true}, and are passed over
 * elsewhere.
 */
public enum RealMlflow {
  /** The newest MLflow. */
  NEWEST("SPOT_MLFLOW", true),
  /** The last MLflow without logged models. */
  VERSION_2("SPOT_MLFLOW_2", true),
  /** The newest MLflow, which takes no files in. */
  NEWEST_WITHOUT_FILES("SPOT_MLFLOW", false);

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Map<RealMlflow, Running> RUNNING = new EnumMap<>(RealMlflow.class);

  private final String variable;
  private final boolean takesFiles;

  RealMlflow(String variable, boolean takesFiles) {
    this.variable = variable;
    this.takesFiles = takesFiles;
  }

  private record Running(String address, Path folder) {}

  /** Its address, for example {@code http://127.0.0.1:41234}; starts it if need be. */
  public String address() {
    return running().address();
  }

  /** The folder that it runs in. */
  public Path folder() {
    return running().folder();
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
      words.add(folder.resolve("artifacts").toString());
      words.add(takesFiles ? "--serve-artifacts" : "--no-serve-artifacts");
      ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
      Map<String, String> environment = new TreeMap<>(System.getenv());
      environment.keySet().removeIf(name -> name.startsWith("MLFLOW_"));
      environment.putAll(MlflowUi.SETTINGS);
      String address = "http://127.0.0.1:" + port;
      awaitHealth(
          ServerProcess.start(builder, environment, line -> {}, ServerProcess.GRACE), address);
      return new Running(address, folder);
    } catch (IOException e) {
      return fail(e);
    }
  }

  private void awaitHealth(ServerProcess server, String started) {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest health =
        HttpRequest.newBuilder(URI.create(started + "/health"))
            .timeout(Duration.ofSeconds(5))
            .build();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      if (server.waitFor(POLL).isPresent()) {
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
      // The server may still be writing: the system clears its temporary folder.
      return;
    }
  }
}

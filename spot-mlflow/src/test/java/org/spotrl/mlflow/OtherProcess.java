package org.spotrl.mlflow;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.mlflow.folder.Examples;
import org.spotrl.mlflow.folder.FileMutex;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.FolderTracker;
import org.spotrl.mlflow.server.MlflowTrackingServer;
import org.spotrl.mlflow.sync.FolderPush;
import org.spotrl.mlflow.ui.MlflowUi;
import org.spotrl.mlflow.ui.UiOptions;

/** Actions for tests that need another Java process. */
public final class OtherProcess {

  private OtherProcess() {}

  /** Starts this class in a new process with the given arguments. */
  public static Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(OtherProcess.class.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /**
   * {@code start ROOT COUNT}, {@code write ROOT}, {@code lock FILE}, {@code push ROOT URI}, {@code
   * ui ROOT MLFLOW} or {@code serve} with the arguments of MLflow.
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments[0].equals("serve")) {
      serve(List.of(arguments));
      return;
    }
    if (arguments[0].equals("lock")) {
      boolean taken = FileMutex.tryTake(Path.of(arguments[1]), warning -> {}).isPresent();
      System.exit(taken ? 0 : 1);
    }
    if (arguments[0].equals("push")) {
      FolderPush.Report report =
          new FolderPush(
                  MlflowTrackingServer.at(arguments[2], Map.of(), System.err::println),
                  (what, done, total, figures) -> {},
                  System.err::println)
              .push(new FolderRuns(Path.of(arguments[1])).runs());
      System.exit(report.faults().isEmpty() ? 0 : 1);
    }
    if (arguments[0].equals("ui")) {
      UiOptions options = new UiOptions(Path.of(arguments[1]), arguments[2], Duration.ofMinutes(3));
      MlflowUi ui = MlflowUi.start(options, line -> System.out.println(line));
      System.out.println("up " + ui.url());
      ui.waitFor();
      ui.close();
      return;
    }
    FolderTracker tracker = new FolderTracker(Path.of(arguments[1]));
    if (arguments[0].equals("start")) {
      System.out.write('r');
      System.out.flush();
      // Blocks until the test closes this stream, so that all processes start at the same time.
      if (System.in.read() >= 0) {
        throw new IllegalStateException("nothing is sent");
      }
      for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
        tracker.start(Examples.description("study-" + i, "r")).finish(RunStatus.FINISHED);
      }
      return;
    }
    TrackedRun run = tracker.start(Examples.description("study", "killed"));
    System.out.println(run.id());
    for (long step = 1; ; step++) {
      run.metrics(step, Map.of("train/a", step * 1.0, "train/b", step * 2.0));
      run.text("progress/step.txt", Long.toString(step).repeat(1000));
      System.out.println(step);
    }
  }

  private static void serve(List<String> arguments) throws IOException {
    int port = Integer.parseInt(arguments.get(arguments.indexOf("--port") + 1));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext(
        "/health",
        exchange -> {
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("OK".getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    System.out.println("pid " + ProcessHandle.current().pid());
    System.out.println("arguments " + String.join(" ", arguments.subList(1, arguments.size())));
    System.out.println("directory " + Path.of("").toAbsolutePath());
    new TreeMap<>(System.getenv())
        .forEach(
            (name, value) -> {
              if (name.startsWith("MLFLOW_") || name.startsWith("_MLFLOW_")) {
                System.out.println("variable " + name + "=" + value);
              }
            });
    server.start();
  }
}

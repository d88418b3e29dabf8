package org.spotrl.mlflow.ui;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.spotrl.api.SpotCommand;
import org.spotrl.api.error.SpotException;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.RecordedExperiment;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.mlflow.server.ServerPages;

/**
 * MLflow's pages on a tracking folder, served by a real MLflow until this is closed.
 *
 * <p>The server runs in the parent of the folder, because the addresses in it are relative to that,
 * with one worker and without its job queue: half a gigabyte and seconds instead of 2.7 and
 * minutes.
 */
public final class MlflowUi implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);

  private final ChildProcess server;
  private final MlflowVersion version;
  private final String base;
  private final Path folder;

  private MlflowUi(ChildProcess server, MlflowVersion version, String base, Path folder) {
    this.server = server;
    this.version = version;
    this.base = base;
    this.folder = folder;
  }

  /**
   * Starts MLflow on a folder and waits until it answers.
   *
   * @param options what to serve and where
   * @param log gets the lines that the installation and the server print, on any thread
   * @throws SpotInputException if the folder holds no runs, no MLflow is found or it does not fit,
   *     or the port is taken
   * @throws SpotRunException if it cannot be installed, ends at once or does not answer in time;
   *     nothing is left running then
   */
  public static MlflowUi start(UiOptions options, Consumer<String> log) {
    return start(options, log, System.getenv());
  }

  /** As above, with the environment variables of the caller's choice. */
  static MlflowUi start(UiOptions options, Consumer<String> log, Map<String, String> environment) {
    Path folder = options.folder();
    checkHasRuns(folder);
    MlflowFinder.Found mlflow = findOrInstall(options, log, environment);
    log.accept("MLflow " + mlflow.version().text() + ": " + mlflow.command());
    int port = port(options);
    String base = "http://" + reachable(options.host()) + ":" + port;
    ProcessBuilder builder =
        new ProcessBuilder(
            mlflow
                .command()
                .with("server", "--backend-store-uri", FolderCommands.relative(folder))
                .with("--host", options.host(), "--port", Integer.toString(port))
                .with("--workers", "1")
                .words());
    builder.directory(folder.resolveSibling("").toFile());
    Command.replaceEnvironment(builder, serverEnvironment(environment));
    ChildProcess server;
    try {
      server = ChildProcess.start(builder, log);
    } catch (IOException e) {
      throw new SpotRunException("MLflow could not be started: " + e.getMessage(), e);
    }
    MlflowUi ui = new MlflowUi(server, mlflow.version(), base, folder);
    try {
      ui.awaitHealth(options.patience());
      return ui;
    } catch (SpotException e) {
      ui.close();
      throw e;
    }
  }

  /**
   * The MLflow that {@link #start} would use for a folder, with its version; asks it, which takes
   * seconds.
   *
   * @throws SpotInputException if one is named by a variable, or found, and does not fit
   */
  public static Optional<String> installed(Path folder) {
    return new MlflowFinder(System.getenv(), folder, line -> {})
        .find("")
        .map(found -> found.version().text() + ": " + found.command());
  }

  /** The address that lands on the charts of the experiment whose run started last. */
  public String url() {
    List<RecordedRun> runs = new FolderRuns(folder).runs();
    return runs.isEmpty() ? base + "/" : url(runs.get(0).experiment().id());
  }

  /**
   * The address that lands on the charts of an experiment.
   *
   * @param experimentId its id, as {@link RecordedExperiment#id()} gives it
   */
  public String url(String experimentId) {
    return ServerPages.charts(base, version.hasWorkflowSwitch(), experimentId);
  }

  /** The version of the MLflow that serves, for example {@code 3.17.2}. */
  public String version() {
    return version.text();
  }

  /** Waits until the server ends by itself and returns its exit code. */
  public int waitFor() {
    return server.waitFor();
  }

  /** Ends the server with all its processes; returns when none is left. */
  @Override
  public void close() {
    server.close();
  }

  /**
   * The one line that a user types into a shell to open a folder with an MLflow of their own.
   *
   * @param folder the tracking folder
   */
  public static String plainCommand(Path folder) {
    return FolderCommands.open(folder);
  }

  private static MlflowFinder.Found findOrInstall(
      UiOptions options, Consumer<String> log, Map<String, String> environment) {
    MlflowFinder finder = new MlflowFinder(environment, options.folder(), log);
    return finder
        .find(options.executable())
        .or(
            () -> {
              if (!options.install()) {
                throw new SpotInputException(
                    "no MLflow is found: neither SPOT_MLFLOW nor MLFLOW_EXECUTABLE is set, and"
                        + " there is none on the PATH, in python3 or in spot's own environment."
                        + " '"
                        + SpotCommand.line("ui", "--install")
                        + "' makes one (300 MB), or install it yourself: pip"
                        + " install 'mlflow>=3.17,<4'.");
              }
              Path python =
                  finder
                      .onPath("python3")
                      .or(() -> finder.onPath("python"))
                      .orElseThrow(
                          () ->
                              new SpotInputException(
                                  "MLflow cannot be installed: there is no python3 on the PATH."
                                      + " Install Python 3.10 or newer."));
              MlflowEnvironment own = new MlflowEnvironment(environment);
              own.install(python, log);
              return finder.find(own.mlflow().toString());
            })
        .orElseThrow();
  }

  private void awaitHealth(Duration patience) {
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    HttpRequest health =
        HttpRequest.newBuilder(URI.create(base + "/health")).timeout(Duration.ofSeconds(5)).build();
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < deadline) {
      if (server.waitFor(POLL)) {
        throw new SpotRunException(
            "MLflow "
                + version.text()
                + " ended at once with exit code "
                + server.exitCode()
                + ". Its last lines:\n"
                + server.tail());
      }
      if (answers(client, health)) {
        return;
      }
    }
    throw new SpotRunException(
        "MLflow "
            + version.text()
            + " did not answer at "
            + health.uri()
            + " within "
            + patience.toSeconds()
            + " s and was ended. Its last lines:\n"
            + server.tail());
  }

  private static boolean answers(HttpClient client, HttpRequest health) {
    try {
      return client.send(health, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      // Not up yet.
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SpotRunException("interrupted while MLflow was starting", e);
    }
  }

  private static void checkHasRuns(Path folder) {
    if (folder.getParent() == null || new FolderRuns(folder).experiments().isEmpty()) {
      throw new SpotInputException(
          "there are no runs in "
              + folder
              + ", so there is nothing to show. Name the folder that"
              + " runs were recorded in, usually 'mlruns', or start one with '"
              + SpotCommand.line("run", "FILE")
              + "'.");
    }
  }

  private static int port(UiOptions options) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(options.host()), options.port()));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new SpotInputException(
          "MLflow cannot listen on port "
              + options.port()
              + " of "
              + options.host()
              + ": "
              + e.getMessage()
              + ". Choose another port; 0 takes a free one.",
          e);
    }
  }

  /** Settings of a server of the user's own (its store, its path prefix) must not apply here. */
  private static Map<String, String> serverEnvironment(Map<String, String> environment) {
    Map<String, String> all = new TreeMap<>(environment);
    all.keySet().removeIf(name -> name.startsWith("MLFLOW_") || name.startsWith("_MLFLOW_"));
    all.putAll(FolderCommands.SETTINGS);
    all.put("PYTHONUNBUFFERED", "1");
    return all;
  }

  /** The address by which this machine reaches a host that may stand for all its addresses. */
  private static String reachable(String host) {
    return switch (host) {
      case "0.0.0.0" -> "127.0.0.1";
      case "::" -> "[::1]";
      default -> host.contains(":") ? "[" + host + "]" : host;
    };
  }
}

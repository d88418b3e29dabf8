package org.spotrl.mlflow.ui;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.spotrl.api.SpotCommand;
import org.spotrl.api.error.SpotException;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.host.AtomicFiles;
import org.spotrl.api.host.ExternalCommand;
import org.spotrl.mlflow.folder.ExperimentViews;
import org.spotrl.mlflow.folder.FolderFiles;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.RecordedExperiment;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.mlflow.server.ServerPages;

/**
 * An MLflow server that shows a tracking folder until this is closed.
 *
 * <p>The artifact URIs in the folder are relative to its parent, so the server runs in the parent.
 * If the folder was renamed since, the server runs in a temporary folder with a link for each name.
 * It has one worker and no job queue, so it starts in seconds instead of minutes and takes 0.5 GB
 * of memory instead of 2.7.
 */
public final class MlflowUi implements AutoCloseable {

  /** Lets MLflow 3.13 and later open a tracking folder, and makes it start quickly. */
  static final Map<String, String> SETTINGS =
      Map.of(
          "MLFLOW_ALLOW_FILE_STORE", "true",
          "MLFLOW_DISABLE_TELEMETRY", "true",
          "MLFLOW_SERVER_ENABLE_JOB_EXECUTION", "false");

  private static final Duration POLL = Duration.ofMillis(200);
  private static final int ANSWER_MILLIS = 5_000;

  private final ServerProcess server;
  private final MlflowFinder.Found mlflow;
  private final String base;
  private final Path folder;
  private final Optional<Path> links;

  private MlflowUi(
      ServerProcess server,
      MlflowFinder.Found mlflow,
      String base,
      Path folder,
      Optional<Path> links) {
    this.links = links;
    this.server = server;
    this.mlflow = mlflow;
    this.base = base;
    this.folder = folder;
  }

  /**
   * Starts MLflow on a folder and waits until it answers.
   *
   * @param options the folder and how to serve it
   * @param log receives the output of the installation and the server, on any thread
   * @throws SpotInputException if the folder has no runs, no suitable MLflow is found, or the port
   *     is taken
   * @throws SpotRunException if MLflow cannot be installed, exits or does not answer in time; no
   *     process is left running then
   */
  public static MlflowUi start(UiOptions options, Consumer<String> log) {
    return start(options, log, System.getenv());
  }

  /** As above, with the given environment variables. */
  static MlflowUi start(UiOptions options, Consumer<String> log, Map<String, String> environment) {
    Path folder = options.folder();
    if (folder.getParent() == null || new FolderRuns(folder).experiments().isEmpty()) {
      throw new SpotInputException(
          ("there are no runs in %s, so there is nothing to show. Give the folder that runs were"
                  + " recorded in, usually 'mlruns', or start one with '%s'.")
              .formatted(folder, SpotCommand.line("run", "FILE")));
    }
    MlflowFinder finder = new MlflowFinder(environment, folder, log);
    MlflowFinder.Found mlflow =
        finder
            .find(options.executable())
            .or(() -> options.install() ? Optional.of(finder.install()) : Optional.empty())
            .orElseThrow(MlflowUi::noMlflow);
    log.accept("MLflow " + mlflow.version() + ": " + mlflow.command());
    new FolderRuns(folder)
        .experiments()
        .forEach(each -> ExperimentViews.refresh(each.folder(), System.currentTimeMillis()));
    String port = Integer.toString(port(options));
    ExternalCommand command =
        mlflow
            .command()
            .with("server", "--backend-store-uri", "./" + folder.getFileName())
            .with("--host", options.host(), "--port", port, "--workers", "1");
    // The user's settings for another server (its store, its path prefix) must not apply here.
    Map<String, String> variables = new TreeMap<>(environment);
    variables.keySet().removeIf(name -> name.startsWith("MLFLOW_") || name.startsWith("_MLFLOW_"));
    variables.putAll(SETTINGS);
    variables.put("PYTHONUNBUFFERED", "1");
    Optional<Path> links = links(folder, log);
    ProcessBuilder builder =
        new ProcessBuilder(command.line())
            .directory(links.orElse(folder.resolveSibling("")).toFile());
    ServerProcess server;
    try {
      server = ServerProcess.start(builder, variables, log, ServerProcess.GRACE);
    } catch (IOException e) {
      throw new SpotRunException("MLflow could not be started: " + e.getMessage(), e);
    }
    String base = "http://" + reachable(options.host()) + ":" + port;
    MlflowUi ui = new MlflowUi(server, mlflow, base, folder, links);
    try {
      ui.awaitHealth(options.patience());
      return ui;
    } catch (SpotException e) {
      ui.close();
      throw e;
    }
  }

  /**
   * Creates a temporary folder with a link to the tracking folder for each name that its artifact
   * URIs use; empty if they use only its present name.
   */
  private static Optional<Path> links(Path folder, Consumer<String> log) {
    Set<String> names = new TreeSet<>(new FolderRuns(folder).names());
    String own = folder.getFileName().toString();
    names.add(own);
    if (names.size() == 1) {
      return Optional.empty();
    }
    try {
      Path links = Files.createTempDirectory("spot-ui");
      for (String name : names) {
        Files.createSymbolicLink(links.resolve(name), folder);
      }
      return Optional.of(links);
    } catch (IOException | UnsupportedOperationException e) {
      log.accept(
          "%s was recorded under the names %s, but no links could be created (%s): MLflow cannot find the artifacts until the folder has its old name"
              .formatted(folder, names, e));
      return Optional.empty();
    }
  }

  private static SpotInputException noMlflow() {
    return new SpotInputException(
        ("MLflow was not found: SPOT_MLFLOW is not set, and there is none on the PATH or in spot's own"
                + " environment. '%s' installs it (300 MB), or install it yourself: pip install"
                + " 'mlflow>=3.17,<4'.")
            .formatted(SpotCommand.line("ui", "--install")));
  }

  /**
   * Version and command of the MLflow that {@link #start} would use. Runs {@code mlflow --version},
   * which takes seconds.
   *
   * @throws SpotInputException if the MLflow named by a variable or found cannot be used
   */
  public static Optional<String> installed(Path folder) {
    return new MlflowFinder(System.getenv(), folder, line -> {})
        .find("")
        .map(found -> found.version() + ": " + found.command());
  }

  /** The URL of the charts of the experiment with the latest run. */
  public String url() {
    List<RecordedRun> runs = new FolderRuns(folder).runs();
    return runs.isEmpty() ? base + "/" : url(runs.get(0).experiment().id());
  }

  /**
   * The URL of the charts of an experiment.
   *
   * @param experimentId see {@link RecordedExperiment#id()}
   */
  public String url(String experimentId) {
    Map<String, String> tags =
        new FolderRuns(folder)
            .experiments().stream()
                .filter(experiment -> experiment.id().equals(experimentId))
                .findFirst()
                .map(RecordedExperiment::tags)
                .orElse(Map.of());
    return ServerPages.charts(base, version(), experimentId, tags);
  }

  /** The version of MLflow, for example {@code 3.17.2}. */
  public String version() {
    return mlflow.version();
  }

  /** Waits until the server exits by itself and returns its exit code. */
  public int waitFor() {
    return server.waitFor(Duration.ofDays(36_500)).orElse(1);
  }

  /** Ends the server and all its processes, and waits for them. */
  @Override
  public void close() {
    server.close();
    links.ifPresent(
        made ->
            FolderFiles.doing(
                made + " cannot be removed",
                made,
                () -> {
                  AtomicFiles.deleteTree(made);
                  return true;
                }));
  }

  /**
   * The shell command that converts the folder to a database and serves it, for MLflow 4 and later.
   */
  static String migrateCommand(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    Path parent = absolute.resolveSibling("");
    boolean isHere = parent.equals(Path.of("").toAbsolutePath());
    String database = quoted("sqlite:///" + absolute.getFileName() + ".db");
    return (isHere ? "" : "cd " + quoted(parent.toString()) + " && ")
        + "mlflow migrate-filestore --source %s --target %s && mlflow ui --backend-store-uri %2$s"
            .formatted(quoted("./" + absolute.getFileName()), database);
  }

  private static String quoted(String word) {
    return word.matches("[\\w@%+=:,./\\-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private void awaitHealth(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<Integer> exitCode = server.waitFor(POLL);
      if (exitCode.isPresent()) {
        throw new SpotRunException(
            "MLflow %s exited at once with exit code %d. Its last lines:%n%s"
                .formatted(version(), exitCode.get(), server.tail()));
      }
      if (answers()) {
        return;
      }
    }
    throw new SpotRunException(
        "MLflow %s did not answer at %s/health within %d s and was stopped. Its last lines:%n%s"
            .formatted(version(), base, patience.toSeconds(), server.tail()));
  }

  private boolean answers() {
    try {
      URLConnection health = URI.create(base + "/health").toURL().openConnection(Proxy.NO_PROXY);
      health.setConnectTimeout(ANSWER_MILLIS);
      health.setReadTimeout(ANSWER_MILLIS);
      return ((HttpURLConnection) health).getResponseCode() == 200;
    } catch (IOException e) {
      // Not up yet.
      return false;
    }
  }

  private static int port(UiOptions options) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(options.host()), options.port()));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new SpotInputException(
          "MLflow cannot listen on port %d of %s: %s. Choose another port, or 0 for a free one."
              .formatted(options.port(), options.host(), e.getMessage()),
          e);
    }
  }

  /** The host to connect to if the server listens on all addresses. */
  private static String reachable(String host) {
    return switch (host) {
      case "0.0.0.0" -> "127.0.0.1";
      case "::" -> "[::1]";
      default -> host.contains(":") ? "[" + host + "]" : host;
    };
  }
}

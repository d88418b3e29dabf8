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
 * MLflow's pages on a tracking folder, served by a real MLflow until this is closed.
 *
 * <p>The server runs in the parent of the folder, because the addresses in it are relative to that
 * (or in a folder of links, if the addresses give the folder another name than it has now), with
 * one worker and without its job queue: half a gigabyte and seconds instead of 2.7 and minutes.
 */
public final class MlflowUi implements AutoCloseable {

  /** What MLflow 3.13 and later need to open a folder of runs, and what makes it start quickly. */
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
    if (folder.getParent() == null || new FolderRuns(folder).experiments().isEmpty()) {
      throw new SpotInputException(
          ("there are no runs in %s, so there is nothing to show. Name the folder that runs were"
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
    // Settings of a server of the user's own (its store, its path prefix) must not apply here.
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
   * A temporary folder with a link to the folder of runs for each name that it has in its own
   * addresses; nothing if that is its name, so that its parent will do.
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
          "%s was recorded under the name %s; rename it, or MLflow does not find the runs' files (%s)"
              .formatted(folder, names, e));
      return Optional.empty();
    }
  }

  private static SpotInputException noMlflow() {
    return new SpotInputException(
        ("no MLflow is found: SPOT_MLFLOW is not set, and there is none on the PATH or in spot's own"
                + " environment. '%s' makes one (300 MB), or install it yourself: pip install"
                + " 'mlflow>=3.17,<4'.")
            .formatted(SpotCommand.line("ui", "--install")));
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
        .map(found -> found.version() + ": " + found.command());
  }

  /** The address of the charts of the experiment whose run started last. */
  public String url() {
    List<RecordedRun> runs = new FolderRuns(folder).runs();
    return runs.isEmpty() ? base + "/" : url(runs.get(0).experiment().id());
  }

  /**
   * The address of the charts of an experiment.
   *
   * @param experimentId its id, as {@link RecordedExperiment#id()} gives it
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

  /** The version of the MLflow that serves, for example {@code 3.17.2}. */
  public String version() {
    return mlflow.version();
  }

  /** Waits until the server ends by itself and returns its exit code. */
  public int waitFor() {
    return server.waitFor(Duration.ofDays(36_500)).orElse(1);
  }

  /** Ends the server with all its processes; returns when none is left. */
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

  /** The line that turns a folder into a data base and serves that; for MLflow 4 and later. */
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
            "MLflow %s ended at once with exit code %d. Its last lines:%n%s"
                .formatted(version(), exitCode.get(), server.tail()));
      }
      if (answers()) {
        return;
      }
    }
    throw new SpotRunException(
        "MLflow %s did not answer at %s/health within %d s and was ended. Its last lines:%n%s"
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
          "MLflow cannot listen on port %d of %s: %s. Choose another port; 0 takes a free one."
              .formatted(options.port(), options.host(), e.getMessage()),
          e);
    }
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

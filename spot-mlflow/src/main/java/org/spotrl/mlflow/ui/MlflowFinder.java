package org.spotrl.mlflow.ui;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.host.ExternalCommand;
import org.spotrl.api.host.UserCache;
import org.spotrl.api.host.UserPaths;
import org.spotrl.mlflow.folder.FileMutex;
import org.spotrl.mlflow.folder.FolderFiles;

/**
 * Finds an MLflow that can open a tracking folder. The order is: the given executable, {@code
 * SPOT_MLFLOW}, spot's own Python environment in the user's cache (see {@link #install}), {@code
 * mlflow} on the PATH.
 */
final class MlflowFinder {

  private static final String PACKAGE = "mlflow>=3.17,<4";

  // MLflow depends on far more than its server imports (scikit-learn, pyarrow, ...): 850 MB instead
  // of 300. All of it is installed only if the server does not run with these packages.
  private static final String NEEDED =
      """
      cachetools<8 click<9 cloudpickle<4 databricks-sdk<1 fastapi<1 importlib_metadata \
      opentelemetry-api opentelemetry-proto opentelemetry-sdk packaging protobuf pydantic<3 \
      python-dotenv pyyaml requests sqlparse typing-extensions uvicorn Flask<4 Flask-CORS<7 \
      alembic<2 cryptography<51 graphene<4 numpy<3 sqlalchemy<3 aiohttp""";

  private static final Duration VERSION_LIMIT = Duration.ofMinutes(2);
  private static final Duration INSTALL_LIMIT = Duration.ofMinutes(20);
  private static final Pattern VERSION = Pattern.compile("version ([0-9]{1,6}\\.[0-9A-Za-z.+]+)");
  private static final boolean WINDOWS = File.separatorChar == '\\';

  private final Map<String, String> environment;
  private final Path folder;
  private final Consumer<String> log;
  private final Path own;

  /**
   * Creates a finder.
   *
   * @param environment the environment variables
   * @param folder the tracking folder, for messages
   * @param log receives a line for each MLflow that does not run, and pip's output
   */
  MlflowFinder(Map<String, String> environment, Path folder, Consumer<String> log) {
    this.environment = environment;
    this.folder = folder;
    this.log = log;
    this.own = UserCache.folder(environment).resolve("mlflow").toAbsolutePath();
  }

  /** An MLflow with its version, for example {@code 3.17.2}. */
  record Found(ExternalCommand command, String version) {
    int major() {
      return Integer.parseInt(version.substring(0, version.indexOf('.')));
    }
  }

  /**
   * Finds the first MLflow that runs. If the user named one, no other is tried.
   *
   * @param executable path or name given by the user, or empty
   * @return empty if none is found
   * @throws SpotInputException if the named one cannot be used, or the one found is too new
   */
  Optional<Found> find(String executable) {
    if (!executable.isBlank()) {
      return Optional.of(named(executable, "the given MLflow"));
    }
    String variable = environment.getOrDefault("SPOT_MLFLOW", "");
    if (!variable.isBlank()) {
      return Optional.of(named(variable, "SPOT_MLFLOW"));
    }
    return Stream.of(Optional.of(ownProgram("mlflow")).filter(p -> isInstalled()), onPath("mlflow"))
        .flatMap(program -> program.flatMap(this::ask).stream())
        .findFirst()
        .map(this::opensFolders);
  }

  private Found named(String executable, String source) {
    Optional<Path> program =
        executable.contains("/") || executable.contains(File.separator)
            ? UserPaths.of(environment)
                .existing(executable)
                .map(Path::toAbsolutePath)
                .filter(MlflowFinder::isProgram)
            : onPath(executable);
    if (program.isEmpty()) {
      throw new SpotInputException(
          ("%s '%s' is not an executable program. Give the path of an 'mlflow' executable, for"
                  + " example /opt/venv/bin/mlflow.")
              .formatted(source, executable));
    }
    return ask(program.get())
        .map(this::opensFolders)
        .orElseThrow(
            () ->
                new SpotInputException(
                    ("%s '%s' is not a working MLflow of version 2.0 or newer. Reinstall it with:"
                            + " pip install '%s'.")
                        .formatted(source, executable, PACKAGE)));
  }

  /** Runs an executable for its version; empty if it fails or is older than 2.0. */
  private Optional<Found> ask(Path program) {
    ExternalCommand command = command(program);
    Optional<Found> found =
        command
            .with("--version")
            .output(VERSION_LIMIT)
            .map(VERSION::matcher)
            .filter(version -> version.find())
            .map(version -> new Found(command, version.group(1)))
            .filter(mlflow -> mlflow.major() >= 2);
    if (found.isEmpty()) {
      log.accept("'" + command + " --version' reports no version 2.0 or newer");
    }
    return found;
  }

  /** MLflow 4 and later cannot open tracking folders, only databases made from them. */
  private Found opensFolders(Found found) {
    if (found.major() < 4) {
      return found;
    }
    throw new SpotInputException(
        ("%s is MLflow %s, which can no longer open tracking folders. Set SPOT_MLFLOW to an"
                + " older MLflow (pip install '%s'), or convert the folder to a database, which"
                + " keeps everything: %s")
            .formatted(found.command(), found.version(), PACKAGE, MlflowUi.migrateCommand(folder)));
  }

  private Optional<Path> onPath(String name) {
    return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .filter(entry -> !entry.isBlank())
        .map(entry -> Path.of(entry).resolve(WINDOWS ? name + ".exe" : name))
        .filter(MlflowFinder::isProgram)
        .findFirst();
  }

  private static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  /** Whether spot's own environment is complete. */
  boolean isInstalled() {
    return Files.isRegularFile(own.resolve("spot-ready"));
  }

  /**
   * Creates spot's own Python environment with MLflow unless a working one exists; takes minutes.
   *
   * @throws SpotInputException if there is no Python, or another process is creating it
   * @throws SpotRunException if the installation fails
   */
  Found install() {
    Path python =
        onPath("python3")
            .or(() -> onPath("python"))
            .orElseThrow(
                () ->
                    new SpotInputException(
                        "MLflow cannot be installed: there is no python3 on the PATH. Install"
                            + " Python 3.10 or newer."));
    Path mlflow = ownProgram("mlflow");
    try {
      Files.createDirectories(own);
      FileMutex mutex =
          FileMutex.tryTake(own.resolveSibling("mlflow.lock"), log)
              .orElseThrow(
                  () ->
                      new SpotInputException(
                          "another process is creating " + own + "; wait until it has finished"));
      try {
        if (!isInstalled() || ask(mlflow).isEmpty()) {
          makeEnvironment(python);
          Files.writeString(
              own.resolve("spot-ready"), "created by spot; delete this folder to reinstall\n");
        }
      } finally {
        mutex.close();
      }
    } catch (IOException e) {
      throw new SpotRunException(
          "the environment for MLflow cannot be created: " + FolderFiles.message(e, own), e);
    }
    return named(mlflow.toString(), "spot's own MLflow");
  }

  private void makeEnvironment(Path python) {
    log.accept("creating a Python environment with MLflow in " + own);
    ExternalCommand inner = command(ownProgram("python"));
    ExternalCommand pip =
        inner.with("-m", "pip", "install", "--disable-pip-version-check", "--progress-bar=off");
    ExternalCommand.Result made =
        run(command(python).with("-m", "venv", "--clear", own.toString()));
    if (made.succeeded()
        && !(run(pip.with("--no-deps", PACKAGE)).succeeded()
            && run(pip.with(NEEDED.split(" ", -1))).succeeded()
            && run(inner.with("-c", "import mlflow.server.fastapi_app")).succeeded())) {
      log.accept(
          "the small installation does not work; installing MLflow with all its dependencies");
      made = run(pip.with(PACKAGE));
    }
    if (!made.succeeded()) {
      throw new SpotRunException(
          ("%2$s could not be set up with '%1$s' by %3$s:%n%4$s%nThis needs Python 3.10 or"
                  + " newer with its venv module (on Debian and Ubuntu: apt install python3-venv)"
                  + " and network access. Or install MLflow yourself and set SPOT_MLFLOW to its path.")
              .formatted(PACKAGE, own, python, String.join("\n", made.tail(25))));
    }
  }

  private ExternalCommand command(Path program) {
    return new ExternalCommand(List.of(program.toString()), Path.of("."), environment);
  }

  private Path ownProgram(String name) {
    return WINDOWS
        ? own.resolve("Scripts").resolve(name + ".exe")
        : own.resolve("bin").resolve(name);
  }

  /** Runs a command. If it cannot start, the result is a failure with the reason as output. */
  private ExternalCommand.Result run(ExternalCommand command) {
    try {
      return command.run(INSTALL_LIMIT, log);
    } catch (IOException e) {
      return new ExternalCommand.Result(false, 1, List.of(e.toString()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SpotRunException("interrupted while waiting for " + command, e);
    }
  }
}

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
 * Finds an MLflow that can open a tracking folder: the one asked for, that of {@code SPOT_MLFLOW},
 * the one in spot's own Python environment in the user's cache, which {@link #install} creates, or
 * {@code mlflow} on the PATH.
 */
final class MlflowFinder {

  private static final String PACKAGE = "mlflow>=3.17,<4";

  // MLflow asks for far more than its server imports: scikit-learn, pyarrow and so on, 850 MB
  // instead of 300. So this is installed first, and everything only if it does not run.
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
   * A finder.
   *
   * @param environment variables of this process
   * @param folder the folder to open, for messages
   * @param log gets a line for each MLflow that does not run, and what pip prints
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
   * The first MLflow that runs; one that the user named is used or refused, never passed over.
   *
   * @param executable what the user named, or empty
   * @return nothing if there is none at all
   * @throws SpotInputException if the named one does not fit, or the one found is too new
   */
  Optional<Found> find(String executable) {
    if (!executable.isBlank()) {
      return Optional.of(named(executable, "the MLflow that was asked for"));
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
          ("%s '%s' is not a program that can be run. Give the path of an 'mlflow' executable, for"
                  + " example /opt/venv/bin/mlflow.")
              .formatted(source, executable));
    }
    return ask(program.get())
        .map(this::opensFolders)
        .orElseThrow(
            () ->
                new SpotInputException(
                    ("%s '%s' is no MLflow that runs in version 2.0 or newer. Reinstall it with:"
                            + " pip install '%s'.")
                        .formatted(source, executable, PACKAGE)));
  }

  /** The MLflow that an executable starts; nothing if it does not run or is older than 2.0. */
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
      log.accept("'" + command + " --version' reports no version from 2.0 on");
    }
    return found;
  }

  /** From version 4 on MLflow opens no folders, only data bases made from them. */
  private Found opensFolders(Found found) {
    if (found.major() < 4) {
      return found;
    }
    throw new SpotInputException(
        ("%s is MLflow %s, which opens no folders of runs any more. Name another one by"
                + " SPOT_MLFLOW (pip install '%s'), or turn the folder into a data base, which"
                + " keeps all it holds: %s")
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

  /** Whether spot's own environment was made to its end. */
  boolean isInstalled() {
    return Files.isRegularFile(own.resolve("spot-ready"));
  }

  /**
   * Makes spot's own environment with MLflow, unless there is one that runs; takes minutes.
   *
   * @throws SpotInputException if there is no Python, or another process makes it right now
   * @throws SpotRunException if it cannot be made
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
                  () -> new SpotInputException("another process makes " + own + "; wait for it"));
      try {
        if (!isInstalled() || ask(mlflow).isEmpty()) {
          makeEnvironment(python);
          Files.writeString(
              own.resolve("spot-ready"), "made by spot; remove the folder to make it again\n");
        }
      } finally {
        mutex.close();
      }
    } catch (IOException e) {
      throw new SpotRunException(
          "the environment for MLflow cannot be made: " + FolderFiles.message(e, own), e);
    }
    return named(mlflow.toString(), "the MLflow of spot's own environment");
  }

  private void makeEnvironment(Path python) {
    log.accept("making a Python environment with MLflow in " + own);
    ExternalCommand inner = command(ownProgram("python"));
    ExternalCommand pip =
        inner.with("-m", "pip", "install", "--disable-pip-version-check", "--progress-bar=off");
    ExternalCommand.Result made =
        run(command(python).with("-m", "venv", "--clear", own.toString()));
    if (made.succeeded()
        && !(run(pip.with("--no-deps", PACKAGE)).succeeded()
            && run(pip.with(NEEDED.split(" ", -1))).succeeded()
            && run(inner.with("-c", "import mlflow.server.fastapi_app")).succeeded())) {
      log.accept("the small installation does not run; installing MLflow with all it asks for");
      made = run(pip.with(PACKAGE));
    }
    if (!made.succeeded()) {
      throw new SpotRunException(
          ("no Python environment with '%s' could be made in %s by %s:%n%s%nIt takes Python 3.10 or"
                  + " newer with its venv module (on Debian and Ubuntu: apt install python3-venv)"
                  + " and a network. Or install MLflow yourself and name it by SPOT_MLFLOW.")
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

  /** Runs a command; one that cannot run has failed with the reason as its output. */
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

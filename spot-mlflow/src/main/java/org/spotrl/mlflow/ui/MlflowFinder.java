package org.spotrl.mlflow.ui;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
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
import org.spotrl.mlflow.folder.FolderFiles;

/**
 * Finds an MLflow that can open a tracking folder: the one asked for, that of {@code SPOT_MLFLOW}
 * or {@code MLFLOW_EXECUTABLE}, {@code mlflow} on the PATH, {@code python3 -m mlflow}, and the one
 * in spot's own Python environment in the user's cache, which {@link #install} makes.
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
   * @param log gets a line for each MLflow that was passed over, and what pip prints
   */
  MlflowFinder(Map<String, String> environment, Path folder, Consumer<String> log) {
    this.environment = environment;
    this.folder = folder;
    this.log = log;
    String home = environment.getOrDefault("HOME", System.getProperty("user.home", "."));
    this.own =
        UserCache.folder(environment, System.getProperty("os.name", ""), Path.of(home))
            .resolve("mlflow")
            .toAbsolutePath();
  }

  /** An MLflow with its version, for example {@code 3.17.2}. */
  record Found(ExternalCommand command, String version) {
    int major() {
      return Integer.parseInt(version.substring(0, version.indexOf('.')));
    }
  }

  /**
   * The first MLflow that fits; one that the user named is used or refused, never passed over.
   *
   * @param executable what the user named, or empty
   * @return nothing if there is none at all
   * @throws SpotInputException if the named one does not fit, or those found are all too new
   */
  Optional<Found> find(String executable) {
    if (!executable.isBlank()) {
      return Optional.of(named(executable, "the MLflow that was asked for"));
    }
    for (String variable : List.of("SPOT_MLFLOW", "MLFLOW_EXECUTABLE")) {
      String value = environment.getOrDefault(variable, "");
      if (!value.isBlank()) {
        return Optional.of(named(value, variable));
      }
    }
    List<ExternalCommand> candidates = new ArrayList<>();
    onPath("mlflow").ifPresent(program -> candidates.add(command(program)));
    onPath(WINDOWS ? "python" : "python3")
        .ifPresent(python -> candidates.add(command(python, "-m", "mlflow")));
    if (isInstalled()) {
      candidates.add(command(ownProgram("mlflow")));
    }
    List<String> faults = new ArrayList<>();
    boolean tooNew = false;
    for (ExternalCommand candidate : candidates) {
      Optional<Found> found = ask(candidate);
      Optional<String> fault = fault(candidate, found);
      if (fault.isEmpty()) {
        return found;
      }
      tooNew |= found.filter(mlflow -> mlflow.major() > 3).isPresent();
      faults.add(fault.get());
      log.accept("passed over: " + fault.get());
    }
    if (tooNew) {
      throw new SpotInputException(String.join("\n", faults));
    }
    return Optional.empty();
  }

  private Found named(String executable, String source) {
    Optional<Path> program =
        executable.contains("/") || executable.contains(File.separator)
            ? Optional.of(Path.of(executable).toAbsolutePath()).filter(MlflowFinder::isProgram)
            : onPath(executable);
    ExternalCommand command =
        program
            .map(this::command)
            .orElseThrow(
                () ->
                    new SpotInputException(
                        ("%s '%s' is not a program that can be run. Give the path of an 'mlflow'"
                                + " executable, for example /opt/venv/bin/mlflow.")
                            .formatted(source, executable)));
    Optional<Found> found = ask(command);
    fault(command, found)
        .ifPresent(
            fault -> {
              throw new SpotInputException(source + " does not fit: " + fault);
            });
    return found.orElseThrow();
  }

  private Optional<Found> ask(ExternalCommand mlflow) {
    ExternalCommand.Result result = run(mlflow.with("--version"), VERSION_LIMIT, line -> {});
    return Optional.of(VERSION.matcher(result.text()))
        .filter(version -> result.succeeded() && version.find())
        .map(version -> new Found(mlflow, version.group(1)));
  }

  private Optional<String> fault(ExternalCommand command, Optional<Found> found) {
    if (found.isEmpty()) {
      return Optional.of(
          command.line().contains("-m")
              ? command.line().get(0) + " has no working mlflow module."
              : ("'%s --version' printed no version, so it is no working MLflow. Reinstall it with:"
                      + " pip install '%s'.")
                  .formatted(command, PACKAGE));
    }
    String mlflow = command + " is MLflow " + found.get().version();
    if (found.get().major() < 2) {
      return Optional.of(
          "%s; 2.0 or newer is needed. Update it with: pip install '%s'."
              .formatted(mlflow, PACKAGE));
    }
    // From version 4 on MLflow opens no folders, only data bases made from them.
    return found.get().major() < 4
        ? Optional.empty()
        : Optional.of(
            ("%s, which opens no folders of runs any more. Install '%s' beside it (spot ui --install"
                    + " does), or turn the folder into a data base, which keeps all it holds: %s")
                .formatted(mlflow, PACKAGE, MlflowUi.migrateCommand(folder)));
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
   * Makes spot's own environment with MLflow, unless another process did so meanwhile; takes
   * minutes.
   *
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
    ExternalCommand mlflow = command(ownProgram("mlflow"));
    try {
      Files.createDirectories(own);
      try (FileChannel channel =
              FileChannel.open(
                  own.resolveSibling("mlflow.lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (lock.isValid() && !(isInstalled() && ask(mlflow).isPresent())) {
          makeEnvironment(python);
          Files.writeString(
              own.resolve("spot-ready"), "made by spot; remove the folder to make it again\n");
        }
      }
    } catch (IOException e) {
      throw new SpotRunException(
          "the environment for MLflow cannot be made: " + FolderFiles.message(e, own), e);
    }
    return named(mlflow.toString(), "the MLflow of spot's own environment");
  }

  private void makeEnvironment(Path python) {
    log.accept("making a Python environment with MLflow in " + own);
    ExternalCommand.Result made =
        run(command(python, "-m", "venv", "--clear", own.toString()), INSTALL_LIMIT, log);
    if (!made.succeeded()) {
      throw new SpotRunException(
          ("no Python environment could be made in %s by %s: %s%nPython 3.10 or newer with its venv"
                  + " module is needed (on Debian and Ubuntu: apt install python3-venv).")
              .formatted(own, python, tail(made)));
    }
    ExternalCommand importServer =
        command(ownProgram("python"), "-c", "import mlflow.server.fastapi_app");
    if (pip("--no-deps", PACKAGE).succeeded()
        && pip(NEEDED.split(" ", -1)).succeeded()
        && run(importServer, INSTALL_LIMIT, log).succeeded()) {
      return;
    }
    log.accept("the small installation does not run; installing MLflow with all it asks for");
    ExternalCommand.Result whole = pip(PACKAGE);
    if (!whole.succeeded()) {
      throw new SpotRunException(
          ("pip could not install '%s' in %s:%n%s%nCheck the network and pip's index, or install"
                  + " MLflow yourself and name it by SPOT_MLFLOW.")
              .formatted(PACKAGE, own, tail(whole)));
    }
  }

  private ExternalCommand.Result pip(String... packages) {
    String[] install =
        "-m pip install --disable-pip-version-check --progress-bar=off".split(" ", -1);
    ExternalCommand pip = command(ownProgram("python"), install);
    return run(pip.with(packages), INSTALL_LIMIT, log);
  }

  private ExternalCommand command(Path program, String... arguments) {
    return new ExternalCommand(List.of(program.toString()), Path.of("."), environment)
        .with(arguments);
  }

  private Path ownProgram(String name) {
    return WINDOWS
        ? own.resolve("Scripts").resolve(name + ".exe")
        : own.resolve("bin").resolve(name);
  }

  private static String tail(ExternalCommand.Result result) {
    String end = result.timedOut() ? "\nit did not end within the time limit" : "";
    return String.join("\n", result.tail(25)) + end;
  }

  /** Runs a command; one that cannot run has failed with the reason as its output. */
  private static ExternalCommand.Result run(
      ExternalCommand command, Duration limit, Consumer<String> onLine) {
    try {
      return command.run(limit, onLine);
    } catch (IOException e) {
      return new ExternalCommand.Result(false, 1, List.of(e.toString()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SpotRunException("interrupted while waiting for " + command, e);
    }
  }
}

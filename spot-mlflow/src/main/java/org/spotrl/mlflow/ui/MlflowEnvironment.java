package org.spotrl.mlflow.ui;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.mlflow.folder.FolderFiles;

/**
 * Spot's own Python environment with MLflow in it, in the user's cache: {@code
 * ${XDG_CACHE_HOME:-~/.cache}/spot/mlflow}.
 *
 * <p>MLflow asks for far more than its pages need (scikit-learn, pyarrow and so on: 850 MB instead
 * of 300). So it is first installed with what the server imports, and whole only if that does not
 * run.
 */
final class MlflowEnvironment {

  private static final String MLFLOW = "mlflow>=3.17,<4";
  private static final List<String> NEEDED =
      List.of(
          "cachetools<8",
          "click<9",
          "cloudpickle<4",
          "databricks-sdk<1",
          "fastapi<1",
          "importlib_metadata",
          "opentelemetry-api",
          "opentelemetry-proto",
          "opentelemetry-sdk",
          "packaging",
          "protobuf",
          "pydantic<3",
          "python-dotenv",
          "pyyaml",
          "requests",
          "sqlparse",
          "typing-extensions",
          "uvicorn",
          "Flask<4",
          "Flask-CORS<7",
          "alembic<2",
          "cryptography<51",
          "graphene<4",
          "numpy<3",
          "sqlalchemy<3",
          "aiohttp");
  private static final String READY = "spot-ready";
  private static final Duration LIMIT = Duration.ofMinutes(20);
  private static final boolean WINDOWS = File.separatorChar == '\\';

  private final Map<String, String> environment;
  private final Path place;

  MlflowEnvironment(Map<String, String> environment) {
    this.environment = environment;
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path base =
        cache.isBlank()
            ? Path.of(
                environment.getOrDefault("HOME", System.getProperty("user.home", ".")), ".cache")
            : Path.of(cache);
    this.place = base.resolve("spot").resolve("mlflow").toAbsolutePath();
  }

  /** Whether it was made to its end. */
  boolean isReady() {
    return Files.isRegularFile(place.resolve(READY));
  }

  /** The MLflow in it. */
  Command mlflow() {
    return Command.of(program("mlflow").toString());
  }

  /**
   * Makes it, unless another process did so meanwhile; takes minutes.
   *
   * @param python the Python to make it with
   * @param log gets what pip prints
   * @throws SpotRunException if it cannot be made
   */
  void install(Path python, Consumer<String> log) {
    try {
      Files.createDirectories(place);
      Path lockFile = place.resolveSibling("mlflow.lock");
      try (FileChannel channel =
              FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (lock.isValid()
            && !(isReady() && mlflow().with("--version").run(environment, LIMIT, log).done())) {
          make(python, log);
          Files.writeString(place.resolve(READY), "made by spot; remove the folder to make anew\n");
        }
      }
    } catch (IOException e) {
      throw new SpotRunException(
          "the environment for MLflow cannot be made: " + FolderFiles.message(e, place), e);
    }
  }

  private void make(Path python, Consumer<String> log) {
    log.accept("making a Python environment with MLflow in " + place);
    Command.Result made =
        run(Command.of(python.toString(), "-m", "venv", "--clear", place.toString()), log);
    if (!made.done()) {
      throw new SpotRunException(
          "no Python environment could be made in "
              + place
              + " by "
              + python
              + ": "
              + made.text()
              + "\nPython 3.10 or newer with its venv module is needed (on Debian and"
              + " Ubuntu: apt install python3-venv).");
    }
    boolean light =
        pip(log, "--no-deps", MLFLOW).done()
            && pip(log, NEEDED.toArray(String[]::new)).done()
            && run(python("-c", "import mlflow.server.fastapi_app"), log).done();
    if (light) {
      return;
    }
    log.accept("the small installation does not run; installing MLflow with all it asks for");
    Command.Result whole = pip(log, MLFLOW);
    if (!whole.done()) {
      throw new SpotRunException(
          "pip could not install '"
              + MLFLOW
              + "' in "
              + place
              + ":\n"
              + whole.text()
              + "\nCheck the network and pip's index, or install MLflow yourself and name it by"
              + " SPOT_MLFLOW.");
    }
  }

  private Command.Result pip(Consumer<String> log, String... packages) {
    Command pip =
        python("-m", "pip", "install", "--disable-pip-version-check", "--progress-bar=off");
    return run(pip.with(packages), log);
  }

  private Command.Result run(Command command, Consumer<String> log) {
    return command.run(environment, LIMIT, log);
  }

  private Command python(String... arguments) {
    return Command.of(program("python").toString()).with(arguments);
  }

  private Path program(String name) {
    return WINDOWS
        ? place.resolve("Scripts").resolve(name + ".exe")
        : place.resolve("bin").resolve(name);
  }
}

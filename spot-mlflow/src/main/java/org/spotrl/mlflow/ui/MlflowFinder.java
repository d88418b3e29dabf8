package org.spotrl.mlflow.ui;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.spotrl.api.error.SpotInputException;

/**
 * Finds an MLflow that can open a tracking folder: the one asked for, that of {@code SPOT_MLFLOW}
 * or {@code MLFLOW_EXECUTABLE}, {@code mlflow} on the PATH, {@code python3 -m mlflow}, and the one
 * in spot's own environment.
 */
final class MlflowFinder {

  private static final List<String> VARIABLES = List.of("SPOT_MLFLOW", "MLFLOW_EXECUTABLE");
  private static final Duration VERSION_LIMIT = Duration.ofMinutes(2);
  private static final boolean WINDOWS = File.separatorChar == '\\';

  private final Map<String, String> environment;
  private final Path folder;
  private final Consumer<String> log;

  /**
   * A finder.
   *
   * @param environment variables of this process
   * @param folder the folder to open, for messages
   * @param log gets a line for each MLflow that was passed over
   */
  MlflowFinder(Map<String, String> environment, Path folder, Consumer<String> log) {
    this.environment = environment;
    this.folder = folder;
    this.log = log;
  }

  /** An MLflow that fits. */
  record Found(Command command, MlflowVersion version) {}

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
    for (String variable : VARIABLES) {
      String value = environment.getOrDefault(variable, "");
      if (!value.isBlank()) {
        return Optional.of(named(value, variable));
      }
    }
    List<String> faults = new ArrayList<>();
    boolean tooNew = false;
    for (Command candidate : candidates()) {
      Optional<MlflowVersion> version = version(candidate);
      Optional<String> fault = fault(candidate, version);
      if (fault.isEmpty()) {
        return version.map(fit -> new Found(candidate, fit));
      }
      tooNew |= version.isPresent() && version.get().opensNoFolders();
      faults.add(fault.get());
      log.accept("passed over: " + fault.get());
    }
    if (tooNew) {
      throw new SpotInputException(String.join("\n", faults));
    }
    return Optional.empty();
  }

  /** The full path of a program on the PATH. */
  Optional<Path> onPath(String name) {
    String file = WINDOWS ? name + ".exe" : name;
    for (String entry : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      if (!entry.isBlank()) {
        Path program = Path.of(entry).resolve(file);
        if (Files.isRegularFile(program) && Files.isExecutable(program)) {
          return Optional.of(program);
        }
      }
    }
    return Optional.empty();
  }

  /** The version that an MLflow tells of itself. */
  Optional<MlflowVersion> version(Command mlflow) {
    Command.Result result = mlflow.with("--version").run(environment, VERSION_LIMIT, line -> {});
    return result.done() ? MlflowVersion.in(result.text()) : Optional.empty();
  }

  private List<Command> candidates() {
    List<Command> all = new ArrayList<>();
    onPath("mlflow").ifPresent(program -> all.add(Command.of(program.toString())));
    onPath(WINDOWS ? "python" : "python3")
        .ifPresent(python -> all.add(Command.of(python.toString(), "-m", "mlflow")));
    MlflowEnvironment own = new MlflowEnvironment(environment);
    if (own.isReady()) {
      all.add(own.mlflow());
    }
    return all;
  }

  private Found named(String executable, String source) {
    Optional<Path> program =
        executable.contains("/") || executable.contains(File.separator)
            ? path(executable).filter(Files::isRegularFile).filter(Files::isExecutable)
            : onPath(executable);
    if (program.isEmpty()) {
      throw new SpotInputException(
          source
              + " '"
              + executable
              + "' is not a program that can be run. Give the path of an"
              + " 'mlflow' executable, for example /opt/venv/bin/mlflow.");
    }
    Command command = Command.of(program.get().toString());
    Optional<MlflowVersion> version = version(command);
    fault(command, version)
        .ifPresent(
            fault -> {
              throw new SpotInputException(source + " does not fit: " + fault);
            });
    return new Found(command, version.orElseThrow());
  }

  private static Optional<Path> path(String text) {
    try {
      return Optional.of(Path.of(text).toAbsolutePath());
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private Optional<String> fault(Command command, Optional<MlflowVersion> version) {
    if (version.isEmpty() && command.words().contains("-m")) {
      return Optional.of(command.words().get(0) + " has no working mlflow module.");
    }
    if (version.isEmpty()) {
      return Optional.of(
          "'"
              + command
              + " --version' told no version, so it is no working MLflow. Reinstall it"
              + " with: pip install 'mlflow>=3.17,<4'.");
    }
    if (version.get().tooOld()) {
      return Optional.of(
          command
              + " is MLflow "
              + version.get().text()
              + "; 2.0 or newer is needed. Update it with: pip install 'mlflow>=3.17,<4'.");
    }
    if (version.get().opensNoFolders()) {
      return Optional.of(
          command
              + " is MLflow "
              + version.get().text()
              + ", which opens no folders of runs any"
              + " more. Install 'mlflow>=3.17,<4' beside it (spot ui --install does), or turn the"
              + " folder into a data base, which keeps all it holds: "
              + FolderCommands.migrate(folder));
    }
    return Optional.empty();
  }
}

package org.spotrl.mlflow.ui;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The lines that a user types into a POSIX shell to open a folder by an MLflow of their own. */
final class FolderCommands {

  /** What MLflow 3.13 and later need to open a folder of runs, and what makes it start quickly. */
  static final Map<String, String> SETTINGS =
      Map.of(
          "MLFLOW_ALLOW_FILE_STORE", "true",
          "MLFLOW_DISABLE_TELEMETRY", "true",
          "MLFLOW_SERVER_ENABLE_JOB_EXECUTION", "false");

  private static final Pattern BARE_WORD = Pattern.compile("[\\w@%+=:,./\\-]+");

  private FolderCommands() {}

  /** The folder as seen from its parent, where the server must run. */
  static String relative(Path folder) {
    return "./" + folder.getFileName();
  }

  /** Serves the folder; for MLflow 2 and 3. */
  static String open(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    StringBuilder line = new StringBuilder(changeDirectory(absolute));
    new TreeMap<>(SETTINGS)
        .forEach((name, value) -> line.append(name).append('=').append(value).append(' '));
    return line.append("mlflow ui --workers 1 --backend-store-uri ")
        .append(quoted(relative(absolute)))
        .toString();
  }

  /** Turns the folder into a data base and serves that; for MLflow 4 and later. */
  static String migrate(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    String database = quoted("sqlite:///" + absolute.getFileName() + ".db");
    return changeDirectory(absolute)
        + "mlflow migrate-filestore --source "
        + quoted(relative(absolute))
        + " --target "
        + database
        + " && mlflow ui --backend-store-uri "
        + database;
  }

  private static String changeDirectory(Path folder) {
    Path parent = folder.resolveSibling("");
    return parent.equals(Path.of("").toAbsolutePath())
        ? ""
        : "cd " + quoted(parent.toString()) + " && ";
  }

  private static String quoted(String word) {
    return BARE_WORD.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}

package org.spotrl.mlflow.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.spotrl.api.error.SpotInputException;

/**
 * User and password as MLflow's users keep them: in section {@code [mlflow]} of {@code
 * ~/.mlflow/credentials}.
 *
 * @param place where it lies
 * @param user empty if it names none
 * @param password empty if it has none
 */
record CredentialsFile(String place, String user, String password) {

  private static final String SECTION = "[mlflow]";

  /** What stands for a file that is not there. */
  private static final CredentialsFile NONE = new CredentialsFile("", "", "");

  /**
   * Reads the file of the environment's user, if there is one.
   *
   * @throws SpotInputException if it is there but cannot be read
   */
  static CredentialsFile of(Map<String, String> environment) {
    // As Python, which writes the path as "~/.mlflow/credentials".
    String home = environment.getOrDefault(File.separatorChar == '\\' ? "USERPROFILE" : "HOME", "");
    Path file = Path.of(home, ".mlflow", "credentials");
    if (home.isBlank() || !Files.exists(file)) {
      return NONE;
    }
    String user = "";
    String password = "";
    boolean ours = false;
    for (String line : text(file).lines().map(String::strip).toList()) {
      if (line.startsWith("[")) {
        ours = line.equals(SECTION);
      } else if (ours) {
        user = value(line, Credentials.USERNAME).orElse(user);
        password = value(line, Credentials.PASSWORD).orElse(password);
      }
    }
    return new CredentialsFile(file.toString(), user, password);
  }

  /** The value of a line such as {@code mlflow_tracking_username = ada}, if it has this name. */
  private static Optional<String> value(String line, String variable) {
    String name = line.split("[=:]", 2)[0];
    // A line without a sign is all name.
    return name.length() < line.length()
            && name.strip().toLowerCase(Locale.ROOT).equals(variable.toLowerCase(Locale.ROOT))
        // Python's reader takes '%' for the start of a reference, so users double it.
        ? Optional.of(line.substring(name.length() + 1).strip().replace("%%", "%"))
        : Optional.empty();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      // Not e's message: that of a wrong encoding is none to people.
      throw new SpotInputException(
          file
              + ", where MLflow's users keep their credentials, cannot be read as text. Correct its"
              + " rights or its content, or move it away.",
          e);
    }
  }

  @Override
  public String toString() {
    return place;
  }
}

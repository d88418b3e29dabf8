package org.spotrl.mlflow.ui;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.spotrl.mlflow.OtherProcess;

/** Shell scripts that replace MLflow and Python. */
final class FakeMlflow {

  private FakeMlflow() {}

  /** An {@code mlflow} that prints a version line and otherwise runs these shell lines. */
  static Path make(Path folder, String version, String... server) throws IOException {
    return script(
        folder.resolve("mlflow"),
        "if [ \"$1\" = --version ]; then echo '" + version + "'; exit 0; fi",
        String.join("\n", server));
  }

  /** An {@code mlflow} whose server answers and logs its arguments and environment. */
  static Path serving(Path folder) throws IOException {
    return make(
        folder,
        "mlflow, version 3.17.2",
        "'"
            + Path.of(System.getProperty("java.home"), "bin", "java")
            + "' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '"
            + System.getProperty("java.class.path")
            + "' "
            + OtherProcess.class.getName()
            + " serve \"$@\" &",
        "wait");
  }

  /** An executable POSIX shell script. */
  static Path script(Path file, String... lines) throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }
}

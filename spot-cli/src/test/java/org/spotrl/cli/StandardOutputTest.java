package org.spotrl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The command with an output that cannot be written. */
class StandardOutputTest {

  @TempDir private Path folder;

  @Test
  @EnabledOnOs(OS.LINUX) // for /dev/full
  void outputOnAFullDiskIsAnErrorWithItsReason() throws Exception {
    Process process = spot("--help").redirectOutput(new File("/dev/full")).start();

    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(errors())
        .startsWith("error: some output could not be written")
        .contains("(No space left on device)");
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aClosedPipeEndsTheCommandSilently() throws Exception {
    Process process = spot("--help").start();
    process.getInputStream().close();

    assertThat(process.waitFor()).isEqualTo(141);
    assertThat(errors()).isEmpty();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void anInputErrorKeepsItsExitCode() throws Exception {
    Process process = spot("run", "absent.yaml").redirectOutput(new File("/dev/full")).start();

    assertThat(process.waitFor()).isEqualTo(2);
  }

  private ProcessBuilder spot(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(SpotMain.class.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(folder.resolve("errors.txt").toFile());
    // System messages in English.
    builder.environment().put("LC_ALL", "C.UTF-8");
    return builder;
  }

  private String errors() throws Exception {
    return Files.readString(folder.resolve("errors.txt"));
  }
}

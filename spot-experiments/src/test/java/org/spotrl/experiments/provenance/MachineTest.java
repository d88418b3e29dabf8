package org.spotrl.experiments.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {

  @TempDir Path folder;

  @Test
  void tellsWhatTheJavaPlatformSees() {
    Machine machine = Machine.current();

    assertThat(machine.os())
        .startsWith(System.getProperty("os.name"))
        .endsWith(System.getProperty("os.arch"));
    assertThat(machine.cores()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(machine.memoryBytes()).isGreaterThan(Runtime.getRuntime().totalMemory());
    assertThat(machine.cpu()).isNotBlank();
  }

  @Test
  void readsTheFirstModelOfTheProcessorList() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("cpuinfo"),
            """
            processor\t: 0
            model\t\t: 1
            model name\t: EPYC 7R13: 48-Core

            processor\t: 1
            model name\t: Other
            """);

    assertThat(Machine.modelOf(file)).contains("EPYC 7R13: 48-Core");
  }

  @Test
  void aListWithoutModelsNamesNone() throws IOException {
    Path arm = Files.writeString(folder.resolve("cpuinfo"), "processor\t: 0\nBogoMIPS\t: 50\n");

    assertThat(Machine.modelOf(arm)).isEmpty();
    assertThat(Machine.modelOf(folder.resolve("absent"))).isEmpty();
  }
}

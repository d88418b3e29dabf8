package org.spotrl.mujoco.binding;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.mujoco.MujocoForTests;

class FatalErrorTest {

  @TempDir Path folder;

  @Test
  void aFatalErrorEndsTheProcessAtOnceWithItsMessageAndLeavesNoLogFile() throws Exception {
    Path output = folder.resolve("stderr.txt");
    Path work = Files.createDirectory(folder.resolve("work"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                FatalErrorProgram.class.getName(),
                MujocoForTests.runtime().path())
            .directory(work.toFile())
            .redirectError(output.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(output)
        .content()
        .contains("error: MuJoCo failed and cannot continue: out of stack")
        .contains("Resume the run from its last checkpoint")
        .doesNotContain("Exception");
    assertThat(work).isEmptyDirectory();
  }
}

package org.spotrl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script {@code spot} with a fake Java that prints its locale. */
@DisabledOnOs(OS.WINDOWS)
class StartScriptTest {

  @TempDir private Path temp;

  /** No locale, ASCII, and a locale that is not installed. */
  @ParameterizedTest
  @ValueSource(strings = {"", "C", "POSIX", "xx_XX.UTF-8"})
  void javaStartsInAUtf8Locale(String locale) throws Exception {
    Path script = Files.copy(Path.of("..", "spot"), temp.resolve("spot"));
    Path target = temp.resolve("spot-cli/target");
    Files.createDirectories(target.resolve("dist/1"));
    Files.writeString(target.resolve("spot-build"), "options \n1\n");
    Path java = Files.createDirectories(temp.resolve("jdk/bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\nLC_ALL=${LC_ALL:-} locale charmap\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Files.writeString(temp.resolve("jdk/release"), "JAVA_VERSION=\"17.0.1\"\n");
    ProcessBuilder command = new ProcessBuilder("sh", script.toString(), "--version");
    command.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
    command.environment().remove("SPOT_MAVEN_OPTS");
    command.environment().put("JAVA_HOME", temp.resolve("jdk").toString());
    if (!locale.isEmpty()) {
      command.environment().put("LC_ALL", locale);
    }

    assertThat(output(command)).isEqualTo("UTF-8\n");
  }

  private static String output(ProcessBuilder command) throws IOException, InterruptedException {
    Process process = command.redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    return text;
  }
}

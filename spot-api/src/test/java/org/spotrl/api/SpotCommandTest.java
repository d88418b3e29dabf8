package org.spotrl.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SpotCommandTest {

  @AfterEach
  void forget() {
    System.clearProperty(SpotCommand.PROPERTY);
  }

  @Test
  void withoutAStartScriptItIsSpot() {
    assertThat(SpotCommand.line("resume", "0f3a")).isEqualTo("spot resume 0f3a");
  }

  @Test
  void itIsWhatTheUserTyped() {
    System.setProperty(SpotCommand.PROPERTY, "./spot");

    assertThat(SpotCommand.line("push", "my/runs", "--to", "http://localhost:5000"))
        .isEqualTo("./spot push my/runs --to http://localhost:5000");
  }

  @Test
  void thePathOfTheStartScriptIsAbsoluteOrMissing(@TempDir Path folder) throws IOException {
    assertThat(SpotCommand.path()).isEmpty();
    System.setProperty(SpotCommand.PROPERTY, "no-such-script");
    assertThat(SpotCommand.path()).isEmpty();

    Path script = Files.createFile(folder.resolve("spot"));
    assertThat(script.toFile().setExecutable(true)).isTrue();
    Path relative = Path.of("").toAbsolutePath().relativize(script.toAbsolutePath());
    System.setProperty(SpotCommand.PROPERTY, relative.toString());
    assertThat(SpotCommand.path()).contains(script.toAbsolutePath());
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no sh")
  void theShellReadsTheQuotedArgumentsUnchanged() throws IOException, InterruptedException {
    System.setProperty(SpotCommand.PROPERTY, "echo");
    String line = SpotCommand.line("my runs/$HOME", "it's", "a;b");

    Process shell = new ProcessBuilder("sh", "-c", line).redirectErrorStream(true).start();

    String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(printed).isEqualTo("my runs/$HOME it's a;b\n");
  }
}

package org.spotrl.api.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The commands are shell scripts. */
@DisabledOnOs(OS.WINDOWS)
class ExternalCommandTest {

  private static final Duration AMPLE = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void outputAndErrorsAreReadAsOneTextAndPassedOnLineByLine() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();

    ExternalCommand.Result result =
        shell("echo one; echo two >&2; echo three; exit 3").run(AMPLE, seen::add);

    assertThat(result).isEqualTo(new ExternalCommand.Result(false, 3, seen));
    assertThat(result.succeeded()).isFalse();
    assertThat(result.text()).isEqualTo("one\ntwo\nthree");
    assertThat(result.tail(2)).containsExactly("two", "three");
    assertThat(result.tail(9)).hasSize(3);
  }

  @Test
  void onlyTheStandardOutputOfASuccessfulProgramIsItsOutput() {
    assertThat(shell("echo noise >&2; echo text").output(AMPLE)).contains("text");
    assertThat(shell("echo text; exit 1").output(AMPLE)).isEmpty();
    assertThat(ExternalCommand.of("no-such-program").output(AMPLE)).isEmpty();
  }

  @Test
  void aProgramRunsInItsFolderWithItsEnvironmentAndWithoutInput() throws Exception {
    ExternalCommand command =
        new ExternalCommand(
            List.of("/bin/sh", "-c", "pwd; echo $A; echo [$HOME]; cat"), folder, Map.of("A", "b"));

    assertThat(command.run(AMPLE, line -> {}).lines())
        .containsExactly(folder.toRealPath().toString(), "b", "[]");
  }

  /** Runs a program that prints its process id and waits. */
  static final class Caller {
    private Caller() {}

    public static void main(String[] arguments) throws Exception {
      new ExternalCommand(List.of("/bin/sh", "-c", "echo $$; exec sleep 600"))
          .run(AMPLE.multipliedBy(5), System.out::println);
    }
  }

  @Test
  void aProgramEndsWithTheProcessThatRunsIt() throws Exception {
    Process caller =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Caller.class.getName())
            .start();
    long program = Long.parseLong(caller.inputReader().readLine());

    caller.destroy();

    assertThat(caller.waitFor()).isEqualTo(143);
    ProcessHandle.of(program).ifPresent(handle -> handle.onExit().join());
  }

  @Test
  void aProgramThatTakesTooLongIsKilledWithItsChildren() throws Exception {
    ExternalCommand command =
        new ExternalCommand(
            List.of("/bin/sh", "-c", "sleep 600 & echo $! > pid; wait"), folder, System.getenv());

    ExternalCommand.Result result = command.run(Duration.ofSeconds(1), line -> {});

    assertThat(result.timedOut()).isTrue();
    assertThat(result.succeeded()).isFalse();
    long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
    // Completes only when the killed child is gone.
    ProcessHandle.of(pid).ifPresent(child -> child.onExit().join());
  }

  @Test
  void aChildLeftBehindDoesNotBlock() throws Exception {
    ExternalCommand.Result result = shell("sleep 20 & echo $!").run(AMPLE, line -> {});

    assertThat(result.succeeded()).isTrue();
    ProcessHandle.of(Long.parseLong(result.text())).ifPresent(ProcessHandle::destroy);
  }

  @Test
  void aProgramThatDoesNotExistIsAnError() {
    assertThatThrownBy(() -> ExternalCommand.of("no-such-program").run(AMPLE, line -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no-such-program");
  }

  @Test
  void furtherArgumentsAreAppended() {
    assertThat(ExternalCommand.of("python3", "-m").with("pip", "list"))
        .hasToString("python3 -m pip list");
  }

  private static ExternalCommand shell(String script) {
    return ExternalCommand.of("sh", "-c", script);
  }
}
